"""From the change queue to the warehouse, in order, as often as needed with the same result.

The warehouse commits before the change rows go, so a crash in between repeats a batch.
"""

from collections import defaultdict
from collections.abc import Iterable
from threading import RLock

from raabta.kernel.models import Change
from raabta.warehouse import loaded
from raabta.warehouse.engine.shapes import Shape, quoted
from raabta.warehouse.preparing import prepared
from raabta.warehouse.services.attribution import owners_of, reattribute
from raabta.warehouse.warehouse_table import WarehouseTable, warehouse_tables, watchers
from raabta.warehouse.warehouse_tables.event import EventTable
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

CHANGES = 200  # change rows looked at in one step
IDS = 5_000  # keys loaded at once
projecting = RLock()  # a rebuild holds it, so that no newer row is overwritten by an older page


def project_changes() -> int:
    """Move one batch of changed rows. Returns how many change rows it settled."""
    with projecting:
        taken = _take()
        if taken:
            for (workspace_id, table), ids in _grouped(taken).items():
                people = _held(table, workspace_id, ids)
                for member in watchers(table):
                    load(member, workspace_id=workspace_id, ids=ids)
                if table == EventTable.name:
                    reattribute(workspace_id=workspace_id, origin_ids=ids)
                    ids = owners_of(workspace_id, ids)  # noqa: PLW2901
                loaded.tell(workspace_id, table, ids)
                people |= _owners(table, workspace_id, ids)
                people.update(ids if _is_by_person(table) else ())
                loaded.tell_people(workspace_id, people)
            Change.objects.filter(pk__in=[change.pk for change in taken]).delete()
        return len(taken)


def _held(table: str, workspace_id: int, ids: list[int]) -> set[int]:
    """Whose the rows are before they are loaded: a row may change hands.

    They are told of at once, for a process that dies after loading finds the new owners only.
    """
    people = _owners(table, workspace_id, ids)
    loaded.tell_people(workspace_id, people)
    return people


def _owners(table: str, workspace_id: int, ids: list[int]) -> set[int]:
    """The customers of the warehouse's rows with these keys, where the keys are not theirs."""
    people: set[int] = set()
    for shape in (member.shape() for member in watchers(table)):
        if shape.key != "customer_id" and "customer_id" in shape.columns:
            rows = prepared().fetch(_owners_sql(shape, workspace_id, ids))
            people.update(pk for (pk,) in rows if pk)
    return people


def _owners_sql(shape: Shape, workspace_id: int, ids: list[int]) -> str:
    numbers = ", ".join(str(int(pk)) for pk in ids)
    return (
        f"SELECT DISTINCT customer_id FROM {quoted(shape.name)} "
        f"WHERE workspace_id = {int(workspace_id)} AND {quoted(shape.key)} IN ({numbers})"
    )


def _is_by_person(table: str) -> bool:
    """Whether the keys of this table are those of customers."""
    keys = {member.key for member in warehouse_tables.members() if member.name == table}
    return keys == {"customer_id"}


def load(member: type[WarehouseTable], *, workspace_id: int, ids: Iterable[int]) -> None:
    """Put the records' rows with these keys in place of the warehouse's."""
    every = sorted(set(ids))
    for at in range(0, len(every), IDS):
        page = every[at : at + IDS]
        rows = rows_of(member, workspace_id, page)
        prepared().replace(member.shape(), workspace_id=workspace_id, ids=page, rows=rows)


def rows_of(
    member: type[WarehouseTable], workspace_id: int, ids: list[int]
) -> list[tuple[object, ...]]:
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    if workspace is None:
        return []
    with working_in(workspace):
        return list(member.rows(workspace_id, ids))


def _take() -> list[Change]:
    taken, ids = [], 0
    for change in Change.objects.order_by("pk")[:CHANGES]:
        taken.append(change)
        ids += len(change.ids)
        if ids >= IDS:
            break
    return taken


def _grouped(taken: list[Change]) -> dict[tuple[int, str], list[int]]:
    grouped = defaultdict(list)
    for change in taken:
        grouped[change.workspace_id, change.table].extend(change.ids)
    return grouped
