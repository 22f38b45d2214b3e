"""Who was in an audience when a snapshot was taken."""

from array import array
from collections.abc import Iterator

from raabta.audiences.models import Snapshot, SnapshotPage
from raabta.audiences.packing import unpack
from raabta.workspaces.models import Workspace


def snapshot_size(workspace: Workspace, snapshot_id: int) -> int:
    """Raises Snapshot.DoesNotExist."""
    return Snapshot.objects.get(workspace=workspace, pk=snapshot_id).count


def snapshot_members(
    workspace: Workspace, snapshot_id: int, size: int = 5_000
) -> Iterator[list[int]]:
    """The ids, ascending, in lists of at most `size`."""
    rows = SnapshotPage.objects.filter(workspace=workspace, snapshot_id=snapshot_id)
    rest: array[int] = array("q")
    for packed in rows.order_by("position").values_list("ids", flat=True).iterator(chunk_size=1):
        rest.extend(unpack(packed))
        while len(rest) >= size:
            yield rest[:size].tolist()
            del rest[:size]
    if rest:
        yield rest.tolist()
