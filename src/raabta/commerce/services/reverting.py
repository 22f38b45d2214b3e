"""Take imported orders, refunds and products back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from raabta.commerce.domain_events import BATCH, OrderRemoved
from raabta.commerce.models import Order, OrderLine, Product, Refund
from raabta.commerce.services.orders import LINE, tell_orders
from raabta.kernel import bus, changes, clock
from raabta.kernel import rows as raw
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.change_sets import Reverted, Row, Verb, reverter

PRODUCTS = "SELECT sku, id FROM commerce_product WHERE workspace_id = %s AND sku IN %s"


@reverter("commerce.order")
def revert_orders(workspace: Workspace, verb: Verb, rows: list[Row], _actor: Actor) -> Reverted:
    ids = [row["id"] for row in rows]
    if verb == "created":
        return Reverted(_remove(workspace, ids))
    kept = Order.objects.in_bulk(ids)
    former = _owners(kept)
    OrderLine.objects.filter(order__in=list(kept)).delete()
    for row in rows:
        if row["id"] in kept:
            _put_back(workspace, kept[row["id"]], dict(row["before"]))
    tell_orders(workspace, [], list(kept), former=former)
    gone = len(ids) - len(kept)
    return Reverted(len(kept), {"gone": gone} if gone else {})


def _remove(workspace: Workspace, ids: Sequence[int]) -> int:
    former = _owners(ids)
    OrderLine.objects.filter(order__in=ids).delete()
    removed, _each = Order.objects.filter(pk__in=ids).delete()
    changes.mark(workspace_id=workspace.pk, table="order", ids=ids)
    for at in range(0, len(ids), BATCH):
        left = tuple(sorted(former)) if at == 0 else ()
        bus.publish(OrderRemoved(workspace.pk, tuple(ids[at : at + BATCH]), left))
    return removed


def _owners(order_ids: Collection[int]) -> set[int]:
    held = Order.objects.filter(pk__in=order_ids, customer__isnull=False)
    return {pk for pk in held.values_list("customer_id", flat=True) if pk}


def _put_back(workspace: Workspace, order: Order, before: dict[str, Any]) -> None:
    lines = before.pop("lines")
    before["placed_at"] = datetime.fromisoformat(before["placed_at"])
    Order.objects.filter(pk=order.pk).update(**before, updated_at=clock.now())
    skus = [line[1] for line in lines]
    products: dict[str, int] = dict(raw.select(PRODUCTS, [workspace.pk, skus]))
    records = [
        (workspace.pk, order.pk, position, line[0], products.get(line[1]), *line[1:])
        for position, line in enumerate(lines, 1)
    ]
    raw.insert(OrderLine, LINE, records)


@reverter("commerce.refund")
def revert_refunds(workspace: Workspace, _verb: Verb, rows: list[Row], _actor: Actor) -> Reverted:
    found = Refund.objects.filter(pk__in=[row["id"] for row in rows])
    order_ids = set()
    for refund in found:
        if refund.order_id:
            order_ids.add(refund.order_id)
            Order.objects.filter(pk=refund.order_id).update(
                refunded_minor=F("refunded_minor") - refund.amount_minor
            )
    removed, _each = found.delete()
    if order_ids:
        tell_orders(workspace, [], sorted(order_ids))
    return Reverted(removed)


@reverter("commerce.product")
def revert_products(workspace: Workspace, verb: Verb, rows: list[Row], _actor: Actor) -> Reverted:
    """New products go away unless something else was sold of them since."""
    ids = [row["id"] for row in rows]
    changes.mark(workspace_id=workspace.pk, table="product", ids=ids)
    if verb == "updated":
        for row in rows:
            Product.objects.filter(pk=row["id"]).update(**row["before"], updated_at=clock.now())
        return Reverted(len(rows))
    sold = set(
        OrderLine.objects.filter(product__in=ids).values_list("product_id", flat=True).distinct()
    )
    removed, _each = Product.objects.filter(pk__in=set(ids) - sold).delete()
    return Reverted(removed, {"in_use": len(sold)} if sold else {})
