"""Pumps: small steps repeated for as long as a process lives (deliver, send, project).

A step does a bounded batch and returns how many items it moved; zero means "nothing to do".
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from time import monotonic

import structlog
from django.db import close_old_connections

from raabta.kernel.locks import taken
from raabta.kernel.stopping import stopping

log = structlog.get_logger()
Step = Callable[[], int]
IDLE_SECONDS = 0.2
BREATH_SECONDS = 0.002  # after each step, so that others get a turn to write
REST_AFTER_FAILURE_SECONDS = 2.0


@dataclass(frozen=True)
class Pump:
    name: str
    step: Step
    owns_warehouse: bool
    is_alone: bool


_pumps: list[Pump] = []


def pump(
    name: str, *, owns_warehouse: bool = False, is_alone: bool = False
) -> Callable[[Step], Step]:
    """Register a step; with `owns_warehouse` it runs only in the process that owns it.

    With `is_alone` one process of a machine does it at a time, because a second one would only
    wait for the first. That is no promise: machines do not know of each other.
    """

    def add(step: Step) -> Step:
        _pumps.append(Pump(name, step, owns_warehouse, is_alone))
        return step

    return add


def start(*, everywhere: bool, warehouse: bool) -> list[Thread]:
    """Start one thread for the pumps of any process and one for the warehouse owner's."""
    groups = [
        [p for p in _pumps if not p.owns_warehouse] if everywhere else [],
        [p for p in _pumps if p.owns_warehouse] if warehouse else [],
    ]
    threads = [Thread(target=_turn, args=(some,), daemon=True) for some in groups if some]
    for thread in threads:
        thread.start()
    return threads


def run_until_idle(*, seconds: float = 30.0, warehouse: bool = True) -> None:
    """Turn every pump in this thread until none moves anything; for commands and tests."""
    end = monotonic() + seconds
    while monotonic() < end:
        if not sum(p.step() for p in _pumps if warehouse or not p.owns_warehouse):
            return


def _turn(some: list[Pump]) -> None:
    while not stopping.is_set():
        moved = 0
        for one in some:
            try:
                done = _step(one)
                moved += done
                if done:
                    stopping.wait(BREATH_SECONDS)
            except Exception:
                log.exception("pump failed", pump=one.name)
                stopping.wait(REST_AFTER_FAILURE_SECONDS)
            close_old_connections()
        if not moved:
            stopping.wait(IDLE_SECONDS)


def _step(one: Pump) -> int:
    if not one.is_alone:
        return one.step()
    with taken(f"pump-{one.name}") as is_mine:
        return one.step() if is_mine else 0
