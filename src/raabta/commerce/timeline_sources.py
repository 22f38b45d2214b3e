from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.commerce.models import Order, OrderLine, Refund
from raabta.customers.timeline import Entry, Line, TimelineSource
from raabta.kernel.money import Money
from raabta.workspaces.models import Workspace

SHOWN_LINES = 5


class Orders(TimelineSource):
    """Orders and refunds of one person."""

    key: ClassVar = "orders"
    label: ClassVar = gettext_lazy("Orders")
    icon: ClassVar = "shopping-cart"
    permission: ClassVar = "commerce.view"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        both = [
            *orders_told(workspace, Q(customer=customer_id), before, limit),
            *refunds_told(workspace, Q(customer=customer_id), before, limit),
        ]
        return sorted(both, key=lambda entry: entry.at, reverse=True)[:limit]


def orders_told(workspace: Workspace, mine: Q, before: datetime | None, limit: int) -> list[Entry]:
    rows = Order.objects.filter(mine, workspace=workspace).select_related("customer")
    if before:
        rows = rows.filter(placed_at__lt=before)
    orders = list(rows.order_by("-placed_at")[:limit])
    lines = _lines([order.pk for order in orders])
    return [
        Entry(
            at=order.placed_at,
            id=f"o{order.pk}",
            title=_("Order %(number)s") % {"number": order.number},
            icon="shopping-cart",
            url=reverse("web:orders:show", args=[order.pk]),
            tone="success" if order.state == Order.State.PLACED else "neutral",
            badge="" if order.state == Order.State.PLACED else _("Cancelled"),
            amount=Money(order.total_minor, order.currency),
            lines=lines.get(order.pk, ()),
            extra=order.customer,
        )
        for order in orders
    ]


def _lines(order_ids: list[int]) -> dict[int, tuple[Line, ...]]:
    found: dict[int, list[Line]] = {}
    rows = OrderLine.objects.filter(order__in=order_ids, position__lte=SHOWN_LINES)
    for line in rows.order_by("order_id", "position"):
        found.setdefault(line.order_id, []).append(Line(line.name or line.sku, str(line.quantity)))
    return {pk: tuple(lines) for pk, lines in found.items()}


def refunds_told(workspace: Workspace, mine: Q, before: datetime | None, limit: int) -> list[Entry]:
    rows: Any = Refund.objects.filter(mine, workspace=workspace).select_related("customer")
    if before:
        rows = rows.filter(refunded_at__lt=before)
    return [
        Entry(
            at=refund.refunded_at,
            id=f"r{refund.pk}",
            title=_("Refund %(number)s") % {"number": refund.number},
            icon="undo-2",
            url=reverse("web:orders:show", args=[refund.order_id]) if refund.order_id else "",
            tone="warning",
            amount=Money(-refund.amount_minor, refund.currency),
            extra=refund.customer,
        )
        for refund in rows.order_by("-refunded_at")[:limit]
    ]
