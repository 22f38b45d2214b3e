"""Domain events: published inside the transaction, delivered to subscribers after the commit.

Delivery is at least once, so a subscriber must be idempotent.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import msgspec
import structlog
from django.db import connection, transaction

from raabta.kernel import clock
from raabta.kernel.models import OutboxEvent

E = TypeVar("E")
_subscribers: dict[str, list[Callable[[Any], None]]] = defaultdict(list)
_types: dict[str, type[Any]] = {}
log = structlog.get_logger()
LEASE = timedelta(seconds=60)
BATCH = 100


def subscribe(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Call the decorated function for every published event of this type."""

    def add(handler: Callable[[E], None]) -> Callable[[E], None]:
        _types[_name(event)] = event
        _subscribers[_name(event)].append(handler)
        return handler

    return add


def publish(*events: object) -> None:
    """Write the events to the outbox; call it inside the transaction of the change."""
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction of the change it tells of")
    now = clock.now()
    OutboxEvent.objects.bulk_create(
        OutboxEvent(
            name=_name(type(event)),
            payload=msgspec.to_builtins(event),
            published_at=now,
            next_attempt_at=now,
        )
        for event in events
    )


def deliver_pending() -> int:
    """Deliver what is due, oldest first. Returns how many events were taken."""
    due = list(_claim())
    for row in due:
        _deliver(row)
    return len(due)


def _claim() -> list[OutboxEvent]:
    now = clock.now()
    claimed = []
    for row in OutboxEvent.objects.filter(next_attempt_at__lte=now).order_by("id")[:BATCH]:
        won = OutboxEvent.objects.filter(pk=row.pk, next_attempt_at=row.next_attempt_at).update(
            next_attempt_at=now + LEASE
        )
        if won:
            claimed.append(row)
    return claimed


def _deliver(row: OutboxEvent) -> None:
    handlers = _subscribers.get(row.name, [])
    try:
        if handlers:
            event = msgspec.convert(row.payload, type=_types[row.name])
            for handler in handlers:
                with transaction.atomic():
                    handler(event)
    except Exception as error:  # noqa: BLE001  one broken subscriber must not stop the rest
        _postpone(row, error)
    else:
        OutboxEvent.objects.filter(pk=row.pk).delete()


def _postpone(row: OutboxEvent, error: Exception) -> None:
    attempts = row.attempts + 1
    log.error("domain event failed", event_name=row.name, exc_info=error, attempts=attempts)
    OutboxEvent.objects.filter(pk=row.pk).update(
        attempts=attempts,
        last_error=f"{type(error).__name__}: {error}",
        next_attempt_at=clock.now() + timedelta(seconds=min(3600, 2**attempts)),
    )


def _name(event: type[Any]) -> str:
    return f"{event.__module__}.{event.__qualname__}"
