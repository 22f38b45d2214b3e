"""Refunds: counted once, taken off their order, refused when they are of nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from raabta.commerce.models import Refund
from raabta.commerce.services.recording import EmptyOrder
from raabta.commerce.services.refunds import Purchases
from raabta.kernel.models import Change, OutboxEvent
from raabta.workspaces.models import Workspace
from tests.commerce.shop import NOON, line, person, placed, refunded


def test_a_refund_is_taken_off_its_order_once(workspace: Workspace) -> None:
    made = placed(workspace, "1", line("A1", 3))
    Change.objects.all().delete()
    OutboxEvent.objects.all().delete()
    first = refunded(workspace, made, 1_000)
    again = refunded(workspace, made, 2_000)
    assert (again.pk, again.amount_minor) == (first.pk, 1_000)
    made.refresh_from_db()
    assert (made.total_minor, made.refunded_minor, made.net_minor) == (3_000, 1_000, 2_000)
    assert [change.ids for change in Change.objects.filter(table="order")] == [[made.pk]]
    assert [event.name.rpartition(".")[2] for event in OutboxEvent.objects.all()] == [
        "OrderRefunded"
    ]
    refunded(workspace, made, 500, number="R2")
    made.refresh_from_db()
    assert made.refunded_minor == 1_500


def test_a_refund_whose_order_is_unknown_is_kept(workspace: Workspace) -> None:
    ada = person(workspace)
    made = refunded(workspace, None, 700, customer_id=ada.pk)
    assert (made.order_id, made.customer_id, made.amount_minor) == (None, ada.pk, 700)


@pytest.mark.parametrize("amount", [0, -5])
def test_a_refund_of_nothing_is_refused(workspace: Workspace, amount: int) -> None:
    made = placed(workspace)
    with pytest.raises(EmptyOrder):
        refunded(workspace, made, amount)
    made.refresh_from_db()
    assert (Refund.objects.count(), made.refunded_minor) == (0, 0)


def test_the_database_itself_refuses_a_negative_refund(workspace: Workspace) -> None:
    made = refunded(workspace, None, 700)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=made.pk).update(amount_minor=-1)
    made.refresh_from_db()
    assert made.amount_minor == 700


def test_the_latest_earlier_order_of_an_article_is_found(workspace: Workspace) -> None:
    ada, bob = person(workspace, "Ada"), person(workspace, "Bob")
    old = placed(workspace, "1", line("A1"), customer_id=ada.pk)
    late = placed(workspace, "2", line("A1"), line("B2"), customer_id=ada.pk, days=3)
    placed(workspace, "3", line("A1"), customer_id=bob.pk, days=1)
    placed(workspace, "4", line("C3", -1), line("D4"), customer_id=ada.pk)
    skus = ("A1", "B2", "C3")
    bought = Purchases(workspace, {(ada.pk, sku) for sku in skus})
    day = timedelta(days=1)
    found = [bought.latest(ada.pk, "A1", NOON + n * day) for n in (-1, 0, 2, 3, 9)]
    assert found == [None, old.pk, old.pk, late.pk, late.pk]
    assert bought.latest(ada.pk, "B2", NOON + 9 * day) == late.pk
    assert bought.latest(ada.pk, "C3", NOON + 9 * day) is None  # a line below zero is no sale
    assert bought.latest(bob.pk, "A1", NOON + 9 * day) is None  # he was not asked about
    assert bought.latest(None, "A1", NOON + 9 * day) is None
