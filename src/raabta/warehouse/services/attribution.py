"""Whose the events are: the records hold the map of owners, the events are brought in line with it.

Each call asks the map as it stands, so repeats, other orders and a death in between give the same.
"""

from collections.abc import Collection, Iterator

from django_scopes import scopes_disabled

from raabta.customers.models import EventOwner
from raabta.customers.queries.merges import event_owners
from raabta.warehouse.preparing import prepared
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_tables.event import EventTable
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

IDS = 2_000


def reattribute(*, workspace_id: int, origin_ids: Collection[int]) -> None:
    """Give all events that were handed in under these ids to those whose they are now."""
    every = sorted(set(origin_ids))
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    if workspace is None:
        return
    for at in range(0, len(every), IDS):
        page = every[at : at + IDS]
        with working_in(workspace):
            held = event_owners(page)
        owners = {pk: held.get((workspace_id, pk), pk) for pk in page}
        prepared().reattribute(EventTable.shape(), workspace_id=workspace_id, owners=owners)


def owners_of(workspace_id: int, origin_ids: Collection[int]) -> list[int]:
    """These ids and whose events they are now: both have other events than before."""
    every, found = sorted(set(origin_ids)), set(origin_ids)
    with scopes_disabled():  # only ids leave this query
        for at in range(0, len(every), IDS):
            held = event_owners(every[at : at + IDS])
            found |= {owner for (space, _origin), owner in held.items() if space == workspace_id}
    return sorted(found)


def reattribute_all(workspace: Workspace) -> None:
    """The same for every id that has an owner, or had one when its events were moved."""
    for ids in (*_owned(workspace), _moved(workspace)):
        reattribute(workspace_id=workspace.pk, origin_ids=ids)


def _owned(workspace: Workspace) -> Iterator[list[int]]:
    last = 0
    with working_in(workspace):
        while rows := list(
            EventOwner.objects.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", "origin_id")[:IDS]
        ):
            yield [origin for _pk, origin in rows]
            last = rows[-1][0]


def _moved(workspace: Workspace) -> list[int]:
    event = Tables(workspace.pk).event
    moved = event.filter(event.origin_id.notnull()).select("origin_id").distinct()
    return [origin for (origin,) in fetch(moved)]
