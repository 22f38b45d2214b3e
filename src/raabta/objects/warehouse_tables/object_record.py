import json
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from raabta.objects.models import ObjectLink
from raabta.warehouse.warehouse_table import WarehouseTable

FIELDS = (
    "record_id", "pk", "customer_id", "record__kind__key", "role__key", "record__title",
    "record__attributes",
)  # fmt: skip


class ObjectRecordTable(WarehouseTable):
    """A row for every person whom a record is linked to; marked by the record."""

    name: ClassVar = "object_record"
    key: ClassVar = "record_id"
    unique: ClassVar = ("link_id",)
    columns: ClassVar = {
        "workspace_id": "int",
        "record_id": "int",
        "link_id": "int",
        "customer_id": "int",
        "kind": "text",
        "role": "text",
        "title": "text",
        "properties": "json",
    }

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        live = ObjectLink.objects.filter(
            record__in=ids,
            customer__isnull=False,
            record__deleted_at=None,
            record__kind__archived_at=None,
        )
        for *first, attributes in live.order_by().values_list(*FIELDS):
            written = json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
            yield (workspace_id, *first, written)

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        later = ObjectLink.objects.filter(record__gt=after, customer__isnull=False)
        found = later.order_by("record_id").values_list("record_id", flat=True)
        return list(found.distinct()[:limit])
