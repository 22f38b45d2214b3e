"""Record one order or refund, from the API or a shop's webhook; safe to repeat."""

from django.db import transaction

from raabta.commerce.models import Order, Refund
from raabta.commerce.order_data import OrderData, RefundData
from raabta.commerce.services.orders import save_orders
from raabta.commerce.services.refunds import save_refunds
from raabta.workspaces.models import Workspace


class EmptyOrder(Exception):
    """An order without lines, or a refund of nothing."""


@transaction.atomic
def record_order(*, workspace: Workspace, order: OrderData) -> Order:
    """Create the order, or replace the one of the same source and number when it differs.

    Raises EmptyOrder.
    """
    if not order.lines:
        raise EmptyOrder(order.number)
    saved = save_orders(workspace=workspace, orders=[order])
    return Order.objects.get(pk=saved.ids[order.number])


@transaction.atomic
def record_refund(*, workspace: Workspace, refund: RefundData) -> Refund:
    """Create the refund; one of the same source and number is returned as it is.

    Raises EmptyOrder.
    """
    if refund.amount_minor <= 0:
        raise EmptyOrder(refund.number)
    save_refunds(workspace=workspace, refunds=[refund])
    return Refund.objects.get(source=refund.source, number=refund.number)
