"""Return on investment, cost per order, goals, the list of campaigns, and the report as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from raabta.campaigns.models import Campaign
from raabta.campaigns.services import add_cost
from raabta.insights.queries import by_hour, by_language, by_link, by_rule, campaign_results
from raabta.insights.report import report_of
from raabta.kernel import clock
from raabta.messaging.models import Engagement, Message, TrackedLink
from raabta.web.campaigns.pages import goal_of
from raabta.web.insights.csv_file import safe
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import User
from tests.insights.conftest import DAY, HOUR, SENT, Shop


def cost(shop: Shop, campaign: Campaign, amount: int, *, is_actual: bool) -> None:
    add_cost(
        workspace=shop.workspace,
        actor=SYSTEM,
        campaign=campaign,
        label="Pictures",
        amount_minor=amount,
        is_actual=is_actual,
    )


def test_return_and_cost_per_order_follow_the_actual_costs(spring: Campaign, shop: Shop) -> None:
    report = report_of(spring)
    assert (report.roi, report.cost_per_order_minor, report.costs.minor) == (None, 0, 0)
    cost(shop, spring, 1_000, is_actual=False)
    report = report_of(spring)
    assert (report.roi, report.cost_per_order_minor) == ((3_250 - 1_000) / 1_000, 250)
    cost(shop, spring, 5_000, is_actual=True)
    cost(shop, spring, 1_501, is_actual=True)
    report = report_of(spring)
    assert (report.costs.planned_minor, report.costs.actual_minor) == (1_000, 6_501)
    assert (report.roi, report.cost_per_order_minor) == ((3_250 - 6_501) / 6_501, 1_625)


def test_a_campaign_without_orders_has_no_cost_per_order(shop: Shop) -> None:
    campaign = shop.campaign()
    cost(shop, campaign, 100, is_actual=True)
    report = report_of(campaign)
    assert (report.cost_per_order_minor, report.roi) == (None, -1)
    assert report.delivery.share(0) is None


def test_the_report_counts_until_the_last_window_closes(spring: Campaign) -> None:
    report = report_of(spring)
    assert report.counts_until == SENT + 7 * DAY
    with clock.turned_to(SENT + 7 * DAY - HOUR):
        assert report.is_counting
    with clock.turned_to(SENT + 7 * DAY):
        assert not report.is_counting
    spring.finished_at = None
    assert report_of(spring).is_counting


@pytest.mark.parametrize(
    ("metric", "target", "reached", "percent"),
    [
        ("orders", 8, 4, 50),
        ("orders", 3, 4, 100),
        ("revenue", 6_500, 3_250, 50),
        ("clicks", 3, 2, 66),
        ("clicks", 0, None, None),
        ("", 5, None, None),
    ],
)
def test_a_goal_is_reached_by_what_the_report_says(
    spring: Campaign, metric: str, target: int, reached: int | None, percent: int | None
) -> None:
    spring.goal_metric, spring.goal_target = metric, target
    result = campaign_results(spring.workspace, [spring])[spring.pk]
    goal = goal_of(spring, result)
    found = (goal.reached, goal.percent) if goal else (None, None)
    assert found == (reached, percent)


def test_a_goal_below_nothing_is_at_no_per_cent(shop: Shop) -> None:
    """Refunds of earlier orders can cost more than the campaign brought."""
    campaign = shop.campaign(goal_metric="revenue", goal_target=1_000)
    shop.message(campaign, "Ada")
    shop.refund(shop.order("1", "Ada", 100, SENT + HOUR), 400)
    shop.move()
    goal = goal_of(campaign, campaign_results(shop.workspace, [campaign])[campaign.pk])
    assert goal
    assert (goal.reached, goal.percent, goal.share) == (-300, 0, 0)


def test_the_list_of_campaigns_says_what_each_report_says(spring: Campaign, shop: Shop) -> None:
    dollars = shop.campaign("Dollars", currency="USD")
    short = shop.campaign("Short", attribution_days=1)
    for name in ("Bob", "Dua"):
        shop.message(dollars, name, opened_at=SENT)
        shop.message(short, name)
    empty = shop.campaign("Nobody")
    shop.move()
    results = campaign_results(shop.workspace, Campaign.objects.all())
    assert empty.pk not in results
    for campaign in (spring, dollars, short):
        report, result = report_of(campaign), results[campaign.pk]
        delivery = report.delivery
        assert (result.sent, result.delivered) == (delivery.sent, delivery.delivered)
        assert (result.opened, result.clicked) == (delivery.opened, delivery.clicked)
        assert (result.orders, result.revenue_minor) == (
            report.sales.orders,
            report.sales.revenue_minor,
        )
    assert results[dollars.pk].revenue_minor == 4_000
    assert (results[short.pk].orders, results[short.pk].revenue_minor) == (1, 2_000)


def test_breakdowns_add_up_to_the_report(spring: Campaign, shop: Shop) -> None:
    shop.message(spring, "Ur", opened_at=SENT + timedelta(hours=2, minutes=59), language="ur")
    shop.move()
    rows = [(r.language, r.sent, r.opened, r.clicked, r.buyers, r.revenue_minor)
            for r in by_language(spring)]  # fmt: skip
    assert rows == [("en", 8, 4, 2, 3, 3_250), ("ur", 1, 1, 0, 0, 0)]
    hours = by_hour(spring)
    assert {n: people for n, people in enumerate(hours["opened"]) if people} == {
        1: 2,
        2: 1,
        3: 1,
        5: 1,
    }
    assert {n: people for n, people in enumerate(hours["clicked"]) if people} == {1: 1, 2: 1}
    assert [(key, people) for key, _label, people in by_rule(spring)] == [("frequency_cap", 1)]


def test_links_count_people_and_keep_machines_apart(spring: Campaign, shop: Shop) -> None:
    link = TrackedLink.objects.create(
        workspace=shop.workspace, origin=spring.origin, key="a", url="https://shop.example/"
    )
    for name, machines in (("Ada", (False, False)), ("Noa", (True, False)), ("Cem", (True,))):
        message = Message.objects.get(origin=spring.origin, customer__first_name=name)
        for is_machine in machines:
            Engagement.objects.create(
                workspace=shop.workspace,
                message=message,
                kind="click",
                link=link,
                at=SENT,
                is_machine=is_machine,
            )
    (row,) = by_link(spring)
    assert (row.url, row.people, row.clicks, row.machine_clicks) == (link.url, 2, 3, 2)


def test_the_report_as_a_file_says_what_the_page_says(
    spring: Campaign, shop: Shop, owner: User
) -> None:
    Campaign.objects.filter(pk=spring.pk).update(name="=HYPERLINK(1)")
    cost(shop, spring, 1_000, is_actual=True)
    client = Client()
    client.force_login(owner)
    response = client.get(reverse("web:reports:campaign_csv", args=[spring.pk]))
    assert response.headers["Content-Type"] == "text/csv"
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    found = {(section, name): value for section, name, value, _unit in rows[1:]}
    assert found["Campaign", "Name"] == "'=HYPERLINK(1)"
    assert found["Messages", "Sent"] == "8"
    assert found["Messages", "Delivered"] == "7"
    assert found["Sales", "Revenue"] == "3250"
    assert found["Costs", "Spent"] == "1000"
    assert found["Costs", "Return on investment"] == "2.25"
    assert found["Costs", "Cost per order"] == "250"
    assert found["Comparison", "Mailed: people"] == "12"
    assert found["Comparison", "Held out: revenue"] == "400"
    assert found["Refused by rule", "Had enough messages lately"] == "1"
    for url in ("web:campaigns:show", "web:reports:breakdowns"):
        assert client.get(reverse(url, args=[spring.pk])).status_code == 200


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert (safe(-1), safe(2.5), safe(None), safe("a=b")) == (-1, 2.5, None, "a=b")
