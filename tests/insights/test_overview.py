"""The home page's figures: growth and revenue against the period before, best campaigns."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from raabta.insights.queries import best_campaigns, lately, new_customers, revenue
from raabta.insights.queries.overview import first_days
from raabta.kernel import clock
from raabta.workspaces.models import Membership, User
from raabta.workspaces.policy import Role
from tests.insights.conftest import DAY, HOUR, SENT, Shop

NOW = datetime(2026, 4, 15, 9, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("today", "step", "periods", "days"),
    [
        (date(2026, 4, 15), "week", 2, [date(2026, 4, 6), date(2026, 4, 13), date(2026, 4, 20)]),
        (date(2026, 1, 1), "month", 2, [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]),
        (date(2024, 2, 29), "month", 1, [date(2024, 2, 1), date(2024, 3, 1)]),
    ],
)
def test_periods_begin_on_mondays_and_first_days(
    today: date, step: str, periods: int, days: list[date]
) -> None:
    assert first_days(today, step, periods) == days  # type: ignore[arg-type]


def test_revenue_falls_into_the_months_of_the_shops_own_clock(shop: Shop) -> None:
    """Karachi is five hours ahead: its April begins at 19:00 of the last of March."""
    edge = datetime(2026, 3, 31, 19, tzinfo=UTC)
    shop.order("1", None, 100, edge - timedelta(seconds=1))
    shop.order("2", None, 20, edge)
    shop.refund(shop.order("3", None, 10, NOW), 4)
    shop.order("4", None, 5_000, NOW, currency="USD")
    shop.order("5", None, 5_000, NOW, state="cancelled")
    shop.order("6", None, 3, datetime(2026, 2, 10, tzinfo=UTC))
    shop.move()
    with clock.turned_to(NOW):
        found = revenue(shop.workspace, "month", 2)
    assert [(one.begins_on, one.value, one.before) for one in found] == [
        (date(2026, 3, 1), 100, 0),
        (date(2026, 4, 1), 26, 3),
    ]


def test_people_count_from_their_first_order_when_that_was_before_they_were_added(
    shop: Shop,
) -> None:
    shop.person("Ada", created_at=NOW)
    shop.person("Bob", created_at=NOW)
    shop.person("Cem", created_at=NOW - 14 * DAY)
    shop.order("1", "Bob", 100, NOW - 7 * DAY)
    shop.order("2", "Cem", 100, NOW)
    shop.move()
    with clock.turned_to(NOW):
        found = new_customers(shop.workspace, "week", 3)
    assert [one.value for one in found] == [1, 1, 1]
    assert [one.before for one in found] == [0, 0, 0]


def test_the_last_thirty_days_stand_against_the_thirty_before(shop: Shop) -> None:
    for number, days, amount in [(1, 1, 300), (2, 29, 200), (3, 31, 400), (4, 59, 600), (5, 61, 9)]:
        shop.order(str(number), None, amount, NOW - days * DAY)
    shop.person("Ada", created_at=NOW - DAY)
    shop.person("Bob", created_at=NOW - 40 * DAY)
    shop.person("Cem", created_at=NOW - 50 * DAY)
    shop.person("Dua", created_at=NOW - 400 * DAY)
    shop.move()
    with clock.turned_to(NOW):
        found = lately(shop.workspace)
    assert (found.revenue_minor, found.revenue_before_minor) == (500, 1_000)
    assert (found.orders, found.orders_before) == (2, 2)
    assert (found.customers, found.new_customers, found.new_customers_before) == (4, 1, 2)
    assert (found.revenue_change, found.orders_change, found.customers_change) == (-0.5, 0, -0.5)


def test_a_shop_that_begins_has_no_change_to_tell(shop: Shop) -> None:
    shop.order("1", None, 300, NOW - DAY)
    shop.move()
    with clock.turned_to(NOW):
        found = lately(shop.workspace)
    assert (found.revenue_minor, found.revenue_change, found.customers_change) == (300, None, None)


def test_orders_dated_in_the_future_wait_for_their_day(shop: Shop) -> None:
    shop.order("1", None, 300, NOW + DAY)
    shop.move()
    with clock.turned_to(NOW):
        assert lately(shop.workspace).revenue_minor == 0
    with clock.turned_to(NOW + 2 * DAY):
        assert lately(shop.workspace).revenue_minor == 300


def test_the_best_campaigns_earned_most_in_the_last_half_year(shop: Shop) -> None:
    made = {
        name: shop.campaign(name, **fields)
        for name, fields in {
            "Good": {},
            "Better": {},
            "Old": {"launched_at": NOW - 200 * DAY},
            "Stopped": {"state": "cancelled"},
        }.items()
    }
    for number, (name, amount) in enumerate(
        [("Good", 100), ("Better", 200), ("Old", 900), ("Stopped", 900)]
    ):
        shop.message(made[name], f"Of {name}")
        shop.order(str(number), f"Of {name}", amount, SENT + HOUR)
    shop.move()
    with clock.turned_to(NOW):
        found = best_campaigns(shop.workspace, 5)
        first = best_campaigns(shop.workspace, 1)
    assert [(one.name, result.revenue_minor) for one, result in found] == [
        ("Better", 200),
        ("Good", 100),
    ]
    assert [one.name for one, _result in first] == ["Better"]


def test_the_home_page_and_its_charts_show_them(shop: Shop, owner: User) -> None:
    shop.order("1", None, 123_400, clock.now() - DAY)
    shop.move()
    client = Client()
    client.force_login(owner)
    assert "1.2K" in client.get("/").content.decode()
    for query in ("", "?step=month", "?step=nonsense"):
        chart = client.get(f"/growth{query}", headers={"HX-Request": "true"})
        assert (chart.status_code, b"<html" in chart.content) == (200, False)
        assert b"123400" in chart.content


def test_the_home_page_says_when_nothing_needs_anybody(shop: Shop, owner: User) -> None:
    client = Client()
    client.force_login(owner)
    assert "Nothing needs you today." not in client.get("/").content.decode()  # first steps do
    Membership.objects.filter(user=owner).update(role=Role.ANALYST)
    assert "Nothing needs you today." in client.get("/").content.decode()
