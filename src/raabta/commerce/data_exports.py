"""What a person bought and got back, for the export of their data."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.commerce.models import Order, OrderLine, Refund
from raabta.customers.data_export import DataExport, Package
from raabta.kernel.money import Money
from raabta.workspaces.models import Workspace

ORDERS = {
    "number": _("Order"),
    "source": _("Source"),
    "placed_at": _("Placed"),
    "state": _("State"),
    "country": _("Country"),
    "currency": _("Currency"),
    "total": _("Total"),
    "refunded": _("Refunded"),
    "attributes": _("Attributes"),
}
LINES = {
    "order": _("Order"),
    "kind": _("Kind"),
    "sku": _("Article number"),
    "name": _("Name"),
    "quantity": _("Quantity"),
    "unit": _("Unit price"),
    "total": _("Total"),
}
REFUNDS = {
    "number": _("Refund"),
    "order": _("Order"),
    "refunded_at": _("Refunded"),
    "currency": _("Currency"),
    "amount": _("Amount"),
    "lines": _("Lines"),
}


class Purchases(DataExport):
    key: ClassVar = "orders"
    label: ClassVar[Promise | str] = _("Orders with their lines, and refunds")
    covers: ClassVar = ("commerce.Order", "commerce.OrderLine", "commerce.Refund")

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        orders = Order.objects.filter(workspace=workspace, customer=customer_id)
        if orders:
            found = list(orders.order_by("placed_at", "pk"))
            package.records("orders", ORDERS, [_order(order) for order in found])
            lines = OrderLine.objects.filter(order__in=orders).select_related("order")
            ordered = lines.order_by("order__placed_at", "order_id", "position")
            package.records("order_lines", LINES, [_line(line) for line in ordered])
        refunds = Refund.objects.filter(workspace=workspace, customer=customer_id)
        if refunds:
            dated = refunds.select_related("order").order_by("refunded_at", "pk")
            package.records("refunds", REFUNDS, [_refund(refund) for refund in dated])


def _order(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "source": order.source,
        "placed_at": order.placed_at,
        "state": order.state,
        "country": order.country,
        "currency": order.currency,
        "total": _amount(order.total_minor, order.currency),
        "refunded": _amount(order.refunded_minor, order.currency),
        "attributes": order.attributes,
    }


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "order": line.order.number,
        "kind": line.kind,
        "sku": line.sku,
        "name": line.name,
        "quantity": line.quantity,
        "unit": _amount(line.unit_minor, line.order.currency),
        "total": _amount(line.total_minor, line.order.currency),
    }


def _refund(refund: Refund) -> dict[str, Any]:
    return {
        "number": refund.number,
        "order": refund.order.number if refund.order else "",
        "refunded_at": refund.refunded_at,
        "currency": refund.currency,
        "amount": _amount(refund.amount_minor, refund.currency),
        "lines": refund.lines,
    }


def _amount(minor: int, currency: str) -> str:
    return str(Money(minor, currency).amount)
