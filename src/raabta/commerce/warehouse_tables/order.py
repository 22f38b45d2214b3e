from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import msgspec

from raabta.commerce.models import Order
from raabta.warehouse.warehouse_table import WarehouseTable

FIELDS = (
    "id", "customer_id", "number", "state", "placed_at", "currency", "country", "total_minor",
    "refunded_minor", "attributes",
)  # fmt: skip


class OrderTable(WarehouseTable):
    name: ClassVar = "order"
    key: ClassVar = "order_id"
    unique: ClassVar = ("order_id",)
    columns: ClassVar = {
        "workspace_id": "int",
        "order_id": "int",
        "customer_id": "int?",
        "number": "text",
        "state": "text",
        "placed_at": "time",
        "currency": "text",
        "country": "text",
        "total_minor": "int",
        "refunded_minor": "int",
        "net_minor": "int",
        "properties": "json",
    }

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        for found in Order.objects.filter(pk__in=ids).order_by().values_list(*FIELDS):
            *plain, attributes = found
            kept = msgspec.json.encode(attributes).decode() if attributes else "{}"
            yield (workspace_id, *plain, found[7] - found[8], kept)

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        later = Order.objects.filter(pk__gt=after).order_by("pk")
        return list(later.values_list("pk", flat=True)[:limit])
