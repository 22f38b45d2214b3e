"""From the event inbox to the warehouse: each event once, whatever dies in between.

The warehouse remembers in the same transaction which batches it took; only then do the inbox rows
go, and after them the memory.
"""

from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any

import msgspec

from raabta.tracking.event import KeptEvent, unpack
from raabta.tracking.models import InboxBatch
from raabta.tracking.services import forget_batches
from raabta.warehouse.preparing import prepared
from raabta.warehouse.services.visitors import erased, move_visitors
from raabta.warehouse.warehouse_tables.event import TYPED, EventTable

BATCHES = 100
EVENTS = 5_000
_draining = Lock()


def drain_inbox() -> int:
    """Move one step of events, and give visitors' events to their people.

    Returns how many inbox batches and visitors it settled.
    """
    with _draining:
        return _drain_batches() + move_visitors()


def _drain_batches() -> int:
    taken = _take()
    if taken:
        engine, ids = prepared(), [batch.pk for batch in taken]
        done = engine.drained()
        new = [batch for batch in taken if batch.pk not in done]
        if new:
            engine.append(EventTable.shape(), list(_rows(new)), batches=[batch.pk for batch in new])
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


def _rows(batches: Iterable[InboxBatch]) -> Iterator[tuple[Any, ...]]:
    found = [(batch, unpack(batch.body)) for batch in batches]
    gone = erased({event.customer_id for _batch, events in found for event in events})
    for batch, events in found:
        for event in events:
            if event.customer_id not in gone:
                yield _row(batch, event)


def _row(batch: InboxBatch, event: KeptEvent) -> tuple[Any, ...]:
    rest = dict(event.properties)
    typed = [_typed(rest, name, kind) for name, kind in TYPED.items()]
    written = msgspec.json.encode(rest).decode()
    return (
        batch.workspace_id, event.event_id, event.customer_id, event.name, event.occurred_at,
        batch.received_at, *typed, written,
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
