"""Recurring duties, kept in a table that administrators can see, pause and start at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from raabta.kernel import clock
from raabta.kernel.models import Schedule

log = structlog.get_logger()


@dataclass(frozen=True)
class Duty:
    key: str
    every: timedelta
    function: Callable[[], None]


_duties: dict[str, Duty] = {}


def every(interval: timedelta, *, key: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run the decorated function about once an interval, in one process at a time."""

    def add(function: Callable[[], None]) -> Callable[[], None]:
        _duties[key] = Duty(key, interval, function)
        return function

    return add


def run_due() -> int:
    """Run the duties that are due. Returns how many ran here."""
    now = clock.now()
    rows = {row.key: row for row in Schedule.objects.all()}
    for key in _duties.keys() - rows.keys():
        Schedule.objects.get_or_create(key=key, defaults={"next_run_at": now})
    return sum(_run(row) for row in rows.values() if row.next_run_at <= now and not row.is_paused)


def _run(row: Schedule) -> int:
    duty = _duties.get(row.key)
    if duty is None:
        return 0
    now = clock.now()
    won = Schedule.objects.filter(pk=row.pk, next_run_at=row.next_run_at, is_paused=False).update(
        next_run_at=now + duty.every, last_run_at=now
    )
    if not won:
        return 0
    error = ""
    try:
        duty.function()
    except Exception as failure:
        log.exception("scheduled duty failed", key=row.key)
        error = f"{type(failure).__name__}: {failure}"
    Schedule.objects.filter(pk=row.pk).update(last_error=error)
    return 1
