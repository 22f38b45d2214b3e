from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from raabta.commerce.models import Order, OrderLine
from raabta.warehouse.warehouse_table import WarehouseTable

FIELDS = (
    "id", "order_id", "order__customer_id", "order__placed_at", "kind", "product_id", "sku",
    "name", "product__category", "quantity", "unit_minor", "total_minor",
)  # fmt: skip


class OrderLineTable(WarehouseTable):
    """Loaded again with its order: orders are marked, lines are not."""

    name: ClassVar = "order_line"
    key: ClassVar = "order_id"
    unique: ClassVar = ("line_id",)
    watches: ClassVar = ("order",)
    columns: ClassVar = {
        "workspace_id": "int",
        "line_id": "int",
        "order_id": "int",
        "customer_id": "int?",
        "placed_at": "time",
        "kind": "text",
        "product_id": "int?",
        "sku": "text",
        "product_name": "text",
        "category": "text",
        "quantity": "int",
        "unit_minor": "int",
        "total_minor": "int",
    }

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        found = OrderLine.objects.filter(order__in=ids).order_by()
        for *first, category, quantity, unit, total in found.values_list(*FIELDS):
            yield (workspace_id, *first, category or "", quantity, unit, total)

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        later = Order.objects.filter(pk__gt=after).order_by("pk")
        return list(later.values_list("pk", flat=True)[:limit])
