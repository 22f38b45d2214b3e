from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from raabta.commerce.models import StageChange
from raabta.warehouse.warehouse_table import WarehouseTable

FIELDS = ("id", "customer_id", "before", "after", "changed_at")


class StageChangeTable(WarehouseTable):
    name: ClassVar = "stage_change"
    key: ClassVar = "change_id"
    unique: ClassVar = ("change_id",)
    columns: ClassVar = {
        "workspace_id": "int",
        "change_id": "int",
        "customer_id": "int",
        "before": "text",
        "after": "text",
        "changed_at": "time",
    }

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        for found in StageChange.objects.filter(pk__in=ids).order_by().values_list(*FIELDS):
            yield (workspace_id, *found)

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        later = StageChange.objects.filter(pk__gt=after).order_by("pk")
        return list(later.values_list("pk", flat=True)[:limit])
