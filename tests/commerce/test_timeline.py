"""What a person's page tells of their orders, and who may see it."""

from datetime import timedelta

from django.test import Client

from raabta.commerce.customer_panels import Purchases
from raabta.commerce.list_columns import LastOrder, OrderCount, Spent
from raabta.commerce.timeline_sources import Orders
from raabta.customers.timeline import read_timeline, sources_for
from raabta.kernel.money import Money
from raabta.workspaces.models import User, Workspace
from tests.commerce.shop import NOON, line, person, placed, refunded


def test_orders_and_refunds_are_told_newest_first(workspace: Workspace) -> None:
    ada, bob = person(workspace), person(workspace, "Bob")
    lines = [line(f"A{n}", n, name="" if n == 2 else f"Lamp {n}") for n in range(1, 8)]
    first = placed(workspace, "1", *lines, customer_id=ada.pk)
    placed(workspace, "2", customer_id=ada.pk, state="cancelled", days=1)
    placed(workspace, "3", customer_id=bob.pk)
    refunded(workspace, first, 500, refunded_at=NOON + timedelta(days=2))
    refunded(workspace, None, 300, number="R2", customer_id=ada.pk)
    found = Orders().entries(workspace, ada.pk, None, 10)
    assert [(one.title, one.amount, one.badge, bool(one.url)) for one in found] == [
        ("Refund R2", Money(-300, "PKR"), "", False),
        ("Refund R1", Money(-500, "PKR"), "", True),
        ("Order 2", Money(1_000, "PKR"), "Cancelled", True),
        ("Order 1", Money(28_000, "PKR"), "", True),
    ]
    shown = [(one.label, one.value) for one in found[-1].lines]
    assert shown == [("Lamp 1", "1"), ("A2", "2"), *((f"Lamp {n}", str(n)) for n in (3, 4, 5))]


def test_the_timeline_goes_on_page_by_page(workspace: Workspace) -> None:
    ada = person(workspace)
    for n in range(7):
        placed(workspace, str(n), customer_id=ada.pk, days=n)
    titles, before, pages = [], None, 0
    while True:
        found = read_timeline(workspace, ada.pk, sources=[Orders], before=before, limit=3)
        titles += [told.entry.title for told in found.entries]
        before, pages = found.next_before, pages + 1
        if before is None:
            break
    assert (titles, pages) == ([f"Order {n}" for n in range(6, -1, -1)], 3)


def test_panel_and_columns_tell_the_same_figures(workspace: Workspace) -> None:
    ada, bob = person(workspace), person(workspace, "Bob")
    made = placed(workspace, "1", line("A1", 3), customer_id=ada.pk)
    placed(workspace, "2", customer_id=ada.pk, days=3)
    refunded(workspace, made, 500)
    both = [ada.pk, bob.pk]
    assert OrderCount().cells(workspace, both) == {ada.pk: 2}
    assert Spent().cells(workspace, both) == {ada.pk: Money(3_500, "PKR")}
    assert LastOrder().cells(workspace, both) == {ada.pk: NOON + timedelta(days=3)}
    data = Purchases().data(workspace, ada.pk)
    assert data is not None
    assert data["summary"].main == Money(3_500, "PKR")
    assert [order.number for order in data["latest"]] == ["2", "1"]
    assert Purchases().data(workspace, bob.pk) is None


def test_the_pages_of_orders_and_products_show_them(workspace: Workspace, owner: User) -> None:
    ada = person(workspace)
    made = placed(workspace, "10423", line("A1", 2, name="Brass lamp"), customer_id=ada.pk)
    refunded(workspace, made, 500)
    client = Client()
    client.force_login(owner)
    listed = client.get("/orders/?q=104").content.decode()
    assert "10423" in listed
    assert "Ada" in listed
    assert "10423" not in client.get("/orders/?q=99").content.decode()
    assert "10423" in client.get("/orders/?money=refunded").content.decode()
    assert "10423" not in client.get("/orders/?money=anonymous").content.decode()
    shown = client.get(f"/orders/{made.pk}").content.decode()
    assert "Brass lamp" in shown
    assert "R1" in shown
    assert "Brass lamp" in client.get("/products/?q=brass").content.decode()
    for odd in ("since=2026-99-99", "until=9999-12-31", "after=abc", "sort=nonsense"):
        assert client.get(f"/orders/?{odd}").status_code == 200, odd


def test_who_may_not_see_orders_is_told_of_none() -> None:
    assert Orders in sources_for(lambda permission: True)
    assert Orders not in sources_for(lambda permission: permission != "commerce.view")
