"""The same file again, a changed one, one in no order, and an import taken back."""

from typing import Any

from raabta.commerce.models import Order, OrderLine, Product, Refund
from raabta.customers.models import Customer, Import
from raabta.customers.services import import_run, imports
from raabta.kernel import jobs
from raabta.kernel.models import Change, OutboxEvent
from raabta.workspaces.models import Workspace
from tests.commerce.lines import brought
from tests.customers.importing import ACTOR, counted

FILE = """1001,A1,LANTERN,2,2010-12-01 08:26:00,2.55,17850,Pakistan
1001,B2,KETTLE,1,2010-12-01 08:26:00,10,17850,Pakistan
1002,A1,LANTERN,5,2010-12-02 08:26:00,2.55,,Pakistan
C1003,A1,LANTERN,-1,2010-12-03 08:26:00,2.55,17850,Pakistan
"""


def everything() -> list[list[tuple[Any, ...]]]:
    return [
        list(Order.objects.order_by("number").values_list(
            "number", "customer", "total_minor", "refunded_minor", "country", "placed_at"
        )),
        list(OrderLine.objects.order_by("order", "position").values_list(
            "order__number", "position", "sku", "quantity", "total_minor", "product__sku"
        )),
        list(Refund.objects.order_by("number").values_list(
            "number", "order__number", "amount_minor"
        )),
        list(Product.objects.order_by("sku").values_list("sku", "name", "price_minor")),
        list(Customer.objects.order_by("pk").values_list("pk", "external_id", "country")),
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing_and_tells_nobody(workspace: Workspace) -> None:
    brought(workspace, FILE)
    before = everything()
    Change.objects.all().delete()
    OutboxEvent.objects.all().delete()
    row = brought(workspace, FILE)
    assert counted(row) == {"unchanged": 4}
    assert everything() == before
    assert not Change.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_another_source_has_numbers_of_its_own(workspace: Workspace) -> None:
    brought(workspace, FILE)
    row = brought(workspace, FILE, source="market")
    assert counted(row) == {"created": 4}
    assert (Order.objects.count(), Refund.objects.count(), Product.objects.count()) == (4, 2, 2)


def test_a_changed_invoice_is_replaced_and_keeps_its_refund(workspace: Workspace) -> None:
    brought(workspace, FILE)
    pk = Order.objects.get(number="1001").pk
    row = brought(workspace, FILE.replace("KETTLE,1,", "KETTLE,3,"))
    assert counted(row) == {"updated": 2, "unchanged": 2}
    order = Order.objects.get(number="1001")
    assert (order.pk, order.total_minor, order.refunded_minor) == (pk, 3510, 255)
    assert list(order.lines.order_by("position").values_list("quantity", flat=True)) == [2, 3]


def test_a_changed_country_is_a_change(workspace: Workspace) -> None:
    brought(workspace, FILE)
    row = brought(workspace, FILE.replace(",,Pakistan", ",,France"))
    assert counted(row) == {"updated": 1, "unchanged": 3}
    assert Order.objects.get(number="1002").country == "FR"


def test_a_return_is_not_refunded_again_when_more_orders_are_known(workspace: Workspace) -> None:
    returned = """C1003,A1,LANTERN,-1,2010-12-03 08:26:00,2.55,17850,Pakistan
C1003,B2,KETTLE,-1,2010-12-03 08:26:00,10,17850,Pakistan
"""
    brought(workspace, returned)
    brought(workspace, FILE.replace("1001,B2", "1000,B2").rpartition("C1003")[0])
    row = brought(workspace, returned)
    assert counted(row) == {"unchanged": 2}
    assert list(Refund.objects.values_list("number", "amount_minor")) == [("C1003", 1255)]
    assert set(Order.objects.values_list("refunded_minor", flat=True)) == {0}


def test_a_file_in_no_order_loses_no_line(workspace: Workspace) -> None:
    """Lines of one order and of one return stand in two chunks that are written apart."""
    filler = "".join(
        f"F{n},A1,LANTERN,1,2010-12-01 08:26:00,1,,Pakistan\n" for n in range(import_run.CHUNK)
    )
    first, second = FILE.splitlines(keepends=True)[:2]
    returned = "C1003,{},LANTERN,-1,2010-12-03 08:26:00,{},17850,Pakistan\n"
    content = (
        first
        + returned.format("A1", "2.55")
        + filler
        + second
        + returned.format("B2", "10")
        + returned.format("Z9", "4")
    )
    row = brought(workspace, content)
    order = Order.objects.get(number="1001")
    assert (order.total_minor, order.lines.count(), order.refunded_minor) == (1510, 2, 1255)
    found = Refund.objects.order_by("number").values_list("number", "order__number", "amount_minor")
    assert list(found) == [
        ("C1003", "1001", 255),
        ("C1003/2", "1001", 1000),
        ("C1003/3", None, 400),
    ]
    assert row.notes["sum_refunds:GBP"] == 16_550_000
    before = everything()
    again = brought(workspace, content)
    assert everything() == before
    assert counted(again).keys() <= {"unchanged", "created", "updated"}


def test_lines_that_a_longer_file_adds_far_below_join_their_order(workspace: Workspace) -> None:
    """The order is found unchanged in one chunk, and the next one brings more of it."""
    first, second = FILE.splitlines(keepends=True)[:2]
    filler = "".join(
        f"F{n},A1,LANTERN,1,2010-12-01 08:26:00,1,,Pakistan\n" for n in range(import_run.CHUNK)
    )
    brought(workspace, first + filler)
    before = everything()
    row = brought(workspace, first + filler + second)
    assert counted(row) == {"unchanged": import_run.CHUNK + 1, "updated": 1}
    order = Order.objects.get(number="1001")
    assert (order.total_minor, order.lines.count()) == (1510, 2)
    revert(workspace, row)
    assert everything() == before


def revert(workspace: Workspace, row: Import) -> None:
    imports.revert_import(workspace=workspace, row=row, actor=ACTOR)
    while jobs.run_next([jobs.DEFAULT]):
        pass
    row.refresh_from_db()


def test_an_import_taken_back_leaves_nothing_behind(workspace: Workspace) -> None:
    revert(workspace, brought(workspace, FILE))
    assert [len(rows) for rows in everything()[:4]] == [0, 0, 0, 0]
    assert not Customer.objects.filter(deleted_at=None).exists()


def test_taking_back_a_second_import_puts_the_first_one_back(workspace: Workspace) -> None:
    brought(workspace, FILE)
    before = everything()
    changed = FILE.replace("KETTLE,1,", "BIG KETTLE,3,").replace(",10,", ",12,")
    more = "1009,C3,CUP,1,2010-12-09 08:26:00,1,17850,Pakistan\n"
    late = "C1010,B2,KETTLE,-1,2010-12-09 09:26:00,10,17850,Pakistan\n"
    second = brought(workspace, changed + more + late)
    assert everything() != before
    revert(workspace, second)
    assert everything() == before
