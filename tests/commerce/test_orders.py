"""Orders as services save them: created, replaced, left alone, told and projected."""

from collections.abc import Callable
from typing import Any

import pytest

from raabta.commerce.models import Order, OrderLine, Product
from raabta.commerce.services.orders import save_orders
from raabta.commerce.services.recording import EmptyOrder, record_order
from raabta.kernel.models import Change, OutboxEvent
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from tests.commerce.shop import line, order, person, placed, refunded


def told() -> list[str]:
    """The domain events so far; forgotten with the asking."""
    found = [event.name.rpartition(".")[2] for event in OutboxEvent.objects.order_by("id")]
    OutboxEvent.objects.all().delete()
    return found


def marked() -> set[int]:
    found = {pk for change in Change.objects.filter(table="order") for pk in change.ids}
    Change.objects.all().delete()
    return found


def test_a_new_order_is_marked_and_told(workspace: Workspace) -> None:
    made = placed(workspace, "1", line("A1", 2), line("", -1, 300, kind="discount"))
    assert (made.total_minor, made.refunded_minor, made.net_minor) == (1_700, 0, 1_700)
    assert (marked(), told()) == ({made.pk}, ["OrderPlaced"])
    lines = made.lines.order_by("position").values_list("kind", "product__sku", "total_minor")
    assert list(lines) == [("item", "A1", 2_000), ("discount", None, -300)]


def test_the_same_order_again_is_left_alone(workspace: Workspace) -> None:
    made = placed(workspace)
    marked(), told()
    again = placed(workspace)
    assert (again.pk, again.updated_at) == (made.pk, made.updated_at)
    assert (marked(), told()) == (set(), [])


@pytest.mark.parametrize(
    "change",
    [
        {"state": "cancelled"},
        {"currency": "USD"},
        {"country": "BD"},
        {"days": 1},
    ],
)
def test_each_difference_replaces_the_order(workspace: Workspace, change: dict[str, Any]) -> None:
    made = placed(workspace)
    marked(), told()
    after = placed(workspace, **change)
    wanted = order(**change)
    assert (after.pk, after.state, after.currency) == (made.pk, wanted.state, wanted.currency)
    assert (after.country, after.placed_at) == (wanted.country, wanted.placed_at)
    assert (marked(), told()) == ({made.pk}, ["OrderChanged"])


def test_other_lines_replace_the_old_ones(workspace: Workspace) -> None:
    placed(workspace, "1", line("A1", 2), line("B2"))
    after = placed(workspace, "1", line("B2", 3))
    assert after.total_minor == 3_000
    assert list(OrderLine.objects.values_list("position", "sku", "quantity")) == [(1, "B2", 3)]


def test_a_customer_once_known_is_not_forgotten(workspace: Workspace) -> None:
    ada = person(workspace)
    placed(workspace, customer_id=ada.pk, country="PK")
    after = placed(workspace, "1", line("B2"), customer_id=None, country="")
    assert (after.customer_id, after.country) == (ada.pk, "PK")


def test_an_order_without_lines_is_refused(workspace: Workspace) -> None:
    with pytest.raises(EmptyOrder):
        record_order(workspace=workspace, order=order()._replace(lines=[]))
    assert (Order.objects.count(), Product.objects.count(), told()) == (0, 0, [])


def test_numbers_are_unique_within_a_source_and_a_workspace(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    one, two = placed(workspace), placed(workspace, source="market")
    with working_in(other_workspace):
        three = placed(other_workspace)
    assert len({one.pk, two.pk, three.pk}) == 3
    assert Order.objects.count() == 2


def test_many_orders_are_told_in_batches(workspace: Workspace) -> None:
    saved = save_orders(workspace=workspace, orders=[order(str(n)) for n in range(1_001)])
    assert set(saved.verbs.values()) == {"created"}
    assert told() == ["OrderPlaced", "OrderPlaced"]
    assert marked() == set(saved.ids.values())


def test_orders_and_their_refunds_reach_the_warehouse(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    ada = person(workspace)
    made = placed(workspace, "1", line("A1", 2, category="Lamps"), line("A2"), customer_id=ada.pk)
    project()
    orders, lines = Tables(workspace.pk).order, Tables(workspace.pk).order_line
    money = orders.select("order_id", "customer_id", "total_minor", "refunded_minor", "net_minor")
    assert fetch(money) == [(made.pk, ada.pk, 3_000, 0, 3_000)]
    refunded(workspace, made, 500)
    placed(workspace, "1", line("A1", 1, category="Lamps"), customer_id=ada.pk)
    project()
    assert fetch(money) == [(made.pk, ada.pk, 1_000, 500, 500)]
    kept = lines.select("order_id", "customer_id", "sku", "category", "quantity", "total_minor")
    assert fetch(kept) == [(made.pk, ada.pk, "A1", "Lamps", 1, 1_000)]
