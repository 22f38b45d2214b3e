"""What a query that somebody typed may take, and what it gives."""

from dataclasses import dataclass

from raabta.warehouse.engine.protocol import QueryStopped, Row

MIB = 2**20


class QueryTooLarge(QueryStopped):
    """It took more memory than allowed, or its answer is too long."""


class QueryWrong(Exception):
    """The engine does not take it; the message is for its author, and tells no row."""


@dataclass(frozen=True)
class Limits:
    seconds: float = 10.0
    rows: int = 10_000
    memory: int = 512 * MIB
    answer: int = 20 * MIB


@dataclass(frozen=True)
class Answer:
    """The first rows of a query; `is_cut` when there were more."""

    columns: list[str]
    rows: list[Row]
    is_cut: bool


def size_of(rows: list[Row]) -> int:
    """About the bytes of rows; only texts and lists can be long."""
    return sum(len(value) if isinstance(value, str | list) else 8 for row in rows for value in row)
