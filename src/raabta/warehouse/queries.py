"""Ask the warehouse: Ibis expressions over `Tables`, run by the engine."""

from collections.abc import Iterator
from typing import Any

from raabta.warehouse import engine as engines
from raabta.warehouse.preparing import prepared

SECONDS = 20.0


def fetch(expression: Any, *, seconds: float = SECONDS, asker: str = "") -> list[tuple[Any, ...]]:
    """All rows. A new question of the same `asker` stops the one before.

    Raises QueryStopped, or WarehouseBusy when another process holds the warehouse.
    """
    prepared()
    return engines.fetch(expression, seconds=seconds, asker=asker)


def stream(expression: Any, *, size: int = 50_000) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in blocks, for answers too long for memory."""
    prepared()
    return engines.stream(expression, size=size)
