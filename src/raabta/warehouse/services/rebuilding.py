"""Load tables from the records again; events stay, for they live in the warehouse only.

Whose the events are is told by the records, and is brought in line.
"""

from collections.abc import Callable, Iterator

from raabta.kernel.stopping import stopping
from raabta.warehouse.preparing import prepared
from raabta.warehouse.services.attribution import reattribute_all
from raabta.warehouse.services.projection import IDS, projecting, rows_of
from raabta.warehouse.warehouse_table import WarehouseTable, warehouse_tables
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

Progress = Callable[[str, int], None]  # table, rows loaded so far


class Stopped(Exception):
    """The process is asked to stop; what was loaded is left aside, the old rows stay."""


def rebuild(*, workspace: Workspace | None = None, progress: Progress | None = None) -> None:
    """Load every table of the workspace, or of all, and put it in place of the old rows.

    Raises Stopped.
    """
    for member in warehouse_tables.members():
        if member.is_from_records:
            reload(member, workspace=workspace, progress=progress)
    for one in [workspace] if workspace else Workspace.objects.order_by("pk"):
        reattribute_all(one)


def fill_new_tables() -> int:
    """Load the tables that are new or have a new shape. Returns how many there were."""
    new = prepared().unfilled()
    for name in new:
        reload(warehouse_tables[name])
    return len(new)


def reload(
    member: type[WarehouseTable],
    *,
    workspace: Workspace | None = None,
    progress: Progress | None = None,
) -> None:
    with projecting:
        prepared().reload(
            member.shape(),
            workspace_id=workspace.pk if workspace else None,
            pages=_pages(member, workspace, progress or (lambda _table, _rows: None)),
        )


def _pages(
    member: type[WarehouseTable], workspace: Workspace | None, progress: Progress
) -> Iterator[list[tuple[object, ...]]]:
    done = 0
    for one in [workspace] if workspace else Workspace.objects.order_by("pk"):
        after = 0
        while ids := _ids(member, one, after):
            if stopping.is_set():
                raise Stopped
            rows = rows_of(member, one.pk, ids)
            yield rows
            after, done = ids[-1], done + len(rows)
            progress(member.name, done)


def _ids(member: type[WarehouseTable], workspace: Workspace, after: int) -> list[int]:
    with working_in(workspace):
        return member.ids(workspace.pk, after=after, limit=IDS)
