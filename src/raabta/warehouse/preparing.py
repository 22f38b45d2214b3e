"""Bring the engine's tables to the shapes of this version, once a process."""

from threading import Lock

from raabta.warehouse import engine as engines
from raabta.warehouse.warehouse_table import warehouse_tables

_lock = Lock()
_prepared: list[object] = []  # the engine that was prepared last


def prepared() -> engines.Engine:
    """The engine, its tables fit for this version."""
    found = engines.engine()
    with _lock:
        if found not in _prepared:
            found.prepare([member.shape() for member in warehouse_tables.members()])
            _prepared[:] = [found]
    return found
