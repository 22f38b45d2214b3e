"""From the event inbox to the warehouse: each event once, whatever dies in between.

The warehouse remembers in the same transaction which batches it took; only then do the inbox rows
go, and after them the memory.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

import msgspec
from django_scopes import scopes_disabled

from raabta.customers.models import Customer
from raabta.customers.queries.merges import event_owners
from raabta.tracking.event import KeptEvent, unpack
from raabta.tracking.models import InboxBatch
from raabta.tracking.services import forget_batches
from raabta.warehouse import loaded
from raabta.warehouse.preparing import prepared
from raabta.warehouse.warehouse_tables.event import TYPED, EventTable

BATCHES = 100
EVENTS = 5_000
Unpacked = tuple[InboxBatch, Sequence[KeptEvent]]
_draining = Lock()


def drain_inbox() -> int:
    """Move one step of events. Returns how many inbox batches it settled."""
    with _draining:
        taken = _take()
        if not taken:
            return 0
        engine, ids = prepared(), [batch.pk for batch in taken]
        done = engine.drained()
        found = [(batch, unpack(batch.body)) for batch in taken]
        new = [(batch, events) for batch, events in found if batch.pk not in done]
        if new:
            batches = [batch.pk for batch, _events in new]
            engine.append(EventTable.shape(), list(_rows(new)), batches=batches)
        _tell(found)
        forget_batches(ids)
        engine.forget_drained([*ids, *_settled_before(done.difference(ids))])
        return len(taken)


def _take() -> list[InboxBatch]:
    taken, events = [], 0
    for batch in InboxBatch.objects.filter(source_id=None).order_by("pk")[:BATCHES]:
        taken.append(batch)
        events += batch.count
        if events >= EVENTS:
            break
    return taken


def _settled_before(remembered: set[int]) -> set[int]:
    """Batches whose inbox rows went just before a process died, and whose memory was left."""
    if not remembered:
        return remembered
    waiting = InboxBatch.objects.filter(pk__in=remembered).values_list("pk", flat=True)
    return remembered.difference(waiting)


def _rows(found: Sequence[Unpacked]) -> Iterator[tuple[Any, ...]]:
    gone = _erased({event.customer_id for _batch, events in found for event in events})
    owners = _owners({event.customer_id for _batch, events in found for event in events})
    for batch, events in found:
        for event in events:
            owner = owners.get((batch.workspace_id, event.customer_id), event.customer_id)
            if event.customer_id not in gone and owner not in gone:
                yield _row(batch, event, owner)


def _tell(found: Sequence[Unpacked]) -> None:
    """Of those too that were appended before: a process may have died before it told of them."""
    people: dict[int, set[int]] = defaultdict(set)
    for batch, events in found:
        people[batch.workspace_id] |= {event.customer_id for event in events}
    owners = _owners(set().union(*people.values()))
    for space, ids in people.items():
        whose = {owners.get((space, pk), pk) for pk in ids}
        loaded.tell(space, EventTable.name, whose)
        loaded.tell_people(space, whose)


def _erased(ids: set[int]) -> set[int]:
    """Those who were erased while their events waited; visitors are no rows, and stay."""
    ids = {pk for pk in ids if pk > 0}
    # rows of several workspaces are taken in one step; only ids leave this query
    with scopes_disabled():
        known = Customer.objects.filter(pk__in=ids, erased_at=None).values_list("pk", flat=True)
        return ids - set(known)


def _owners(ids: set[int]) -> dict[tuple[int, int], int]:
    with scopes_disabled():  # as above
        return event_owners(ids)


def _row(batch: InboxBatch, event: KeptEvent, owner: int) -> tuple[Any, ...]:
    origin = None if owner == event.customer_id else event.customer_id
    rest = dict(event.properties)
    typed = [_typed(rest, name, kind) for name, kind in TYPED.items()]
    written = msgspec.json.encode(rest).decode()
    return (
        batch.workspace_id, event.event_id, owner, event.name, event.occurred_at,
        batch.received_at, *typed, written, origin,
    )  # fmt: skip


def _typed(rest: dict[str, Any], name: str, kind: str) -> Any:
    """The value of a property that has a column; one that does not fit stays in the JSON."""
    value = rest.get(name)
    if kind == "float?":
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(rest.pop(name)) if is_number else None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(rest.pop(name))
    return ""
