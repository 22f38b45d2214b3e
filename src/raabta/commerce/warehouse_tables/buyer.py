from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from raabta.commerce.models import Buyer
from raabta.warehouse.warehouse_table import WarehouseTable

FIELDS = ("customer_id", "recency", "frequency", "monetary", "segment", "stage")


class BuyerTable(WarehouseTable):
    """What people are as buyers. Who never bought has no row."""

    name: ClassVar = "buyer"
    key: ClassVar = "customer_id"
    unique: ClassVar = ("customer_id",)
    columns: ClassVar = {
        "workspace_id": "int",
        "customer_id": "int",
        "recency": "int?",
        "frequency": "int?",
        "monetary": "int?",
        "segment": "text",
        "stage": "text",
    }

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        for found in Buyer.objects.filter(customer__in=ids).order_by().values_list(*FIELDS):
            yield (workspace_id, *found)

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        later = Buyer.objects.filter(customer__gt=after).order_by("customer_id")
        return list(later.values_list("customer_id", flat=True)[:limit])
