from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from raabta.audiences.models import Snapshot, SnapshotPage
from raabta.audiences.packing import unpack
from raabta.warehouse.warehouse_table import WarehouseTable


class FrozenMemberTable(WarehouseTable):
    """Who is on a frozen list; marked by the id of its snapshot."""

    name: ClassVar = "frozen_member"
    key: ClassVar = "snapshot_id"
    unique: ClassVar = ("snapshot_id", "customer_id")
    columns: ClassVar = {"workspace_id": "int", "snapshot_id": "int", "customer_id": "int"}

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        pages = SnapshotPage.objects.filter(snapshot_id__in=ids).exclude(snapshot__list_key="")
        for snapshot_id, packed in pages.values_list("snapshot_id", "ids"):
            for pk in unpack(packed):
                yield workspace_id, snapshot_id, pk

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        lists = Snapshot.objects.filter(pk__gt=after).exclude(list_key="")
        return list(lists.order_by("pk").values_list("pk", flat=True)[:limit])
