from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.commerce.models import Buyer, Order, OrderLine
from raabta.commerce.queries import summaries_for
from raabta.content.personalisation_source import Field, PersonalisationSource
from raabta.kernel.money import Money
from raabta.workspaces.models import Workspace

ITEMS = 5


class Orders(PersonalisationSource):
    """What somebody bought so far; people without an order are left out."""

    key: ClassVar[str] = "orders"
    label: ClassVar[str | Promise] = _("Orders")

    def fields(self, workspace: Workspace) -> list[Field]:
        return [
            Field("count", _("Number of orders"), 3, kind="number"),
            Field("spent", _("Money spent, less refunds"), Decimal("12500.00"), kind="number"),
            Field("currency", _("Currency of the money spent"), workspace.currency),
            Field("first_on", _("Day of the first order"), "2026-03-01", kind="date"),
            Field("last_on", _("Day of the last order"), "2026-10-17", kind="date"),
            Field("last_number", _("Number of the last order"), "10423"),
            Field(
                "last_items", _("Articles of the last order"), ["Lantern", "Kettle"], kind="list"
            ),
        ]

    def data(self, workspace: Workspace, customer_ids: Iterable[int]) -> Mapping[int, Any]:
        ids = list(customer_ids)
        last = _last_orders(workspace, ids)
        items = _items([pk for pk, _number in last.values()])
        found = {}
        for pk, one in summaries_for(workspace, ids).items():
            money: Money = one.main
            order_id, number = last.get(pk, (0, ""))
            found[pk] = {
                "count": one.orders,
                "spent": money.amount,
                "currency": money.currency,
                "first_on": one.first_at.date().isoformat(),
                "last_on": one.last_at.date().isoformat(),
                "last_number": number,
                "last_items": items.get(order_id, []),
            }
        return found


def _last_orders(workspace: Workspace, ids: list[int]) -> dict[int, tuple[int, str]]:
    rows = Order.objects.filter(
        workspace=workspace, customer__in=ids, state=Order.State.PLACED
    ).order_by("customer_id", "placed_at", "pk")
    found = rows.values_list("customer_id", "pk", "number")
    return {customer_id or 0: (pk, number) for customer_id, pk, number in found}


def _items(order_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    lines = OrderLine.objects.filter(
        order__in=order_ids, kind=OrderLine.Kind.ITEM, position__lte=ITEMS
    )
    for order_id, name, sku in lines.order_by("order_id", "position").values_list(
        "order_id", "name", "sku"
    ):
        found.setdefault(order_id, []).append(name or sku)
    return found


class Buying(PersonalisationSource):
    """What somebody is as a buyer; who never bought is left out."""

    key: ClassVar[str] = "buyer"
    label: ClassVar[str | Promise] = _("Life cycle and RFM")

    def fields(self, workspace: Workspace) -> list[Field]:
        return [
            Field("stage", _("Life-cycle stage"), "active"),
            Field("segment", _("RFM segment"), "champions"),
            Field("rfm", _("RFM scores"), "5-4-5"),
        ]

    def data(self, workspace: Workspace, customer_ids: Iterable[int]) -> Mapping[int, Any]:
        held = Buyer.objects.filter(workspace=workspace, customer__in=list(customer_ids))
        return {
            one.customer_id: {"stage": one.stage, "segment": one.segment, "rfm": one.cell}
            for one in held
        }
