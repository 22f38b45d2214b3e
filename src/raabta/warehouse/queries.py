"""Ask the warehouse: Ibis expressions over `Tables`, run by the engine."""

from collections.abc import Iterator, Sequence
from typing import Any

from raabta.warehouse import engine as engines
from raabta.warehouse.preparing import prepared
from raabta.warehouse.warehouse_table import warehouse_tables

SECONDS = 20.0


def fetch(expression: Any, *, seconds: float = SECONDS, asker: str = "") -> list[tuple[Any, ...]]:
    """All rows. A new question of the same `asker` stops the one before.

    Raises QueryStopped, or WarehouseBusy when another process holds the warehouse.
    """
    prepared()
    return engines.fetch(expression, seconds=seconds, asker=asker)


def fetch_among(
    sql: str, *, workspace_id: int, ids: Sequence[int], seconds: float = SECONDS
) -> list[tuple[Any, ...]]:
    """All rows of a compiled question over `Tables(…, among=True)`, about these customers only.

    Each table is looked through once, however often the question names it.
    """
    shapes = [member.shape() for member in warehouse_tables.members()]
    named = [shape for shape in shapes if f'"{shape.among().name}"' in sql]
    engine = prepared()
    whole = engine.among(sql, named, workspace_id=workspace_id, ids=ids)
    return engine.fetch(whole, seconds=seconds)


def stream(expression: Any, *, size: int = 50_000) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in blocks, for answers too long for memory."""
    prepared()
    return engines.stream(expression, size=size)
