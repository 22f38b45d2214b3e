"""The engine that RAABTA_WAREHOUSE_URL names, opened when first needed.

Ibis only compiles: `fetch(expression)` turns it into the engine's SQL and runs that here.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from raabta.warehouse.engine.limits import Answer, Limits, QueryTooLarge, QueryWrong
from raabta.warehouse.engine.protocol import (
    Engine,
    QueryStopped,
    QueryTooSlow,
    Row,
    WarehouseBusy,
)
from raabta.warehouse.engine.shapes import Shape

__all__ = [
    "Answer",
    "Engine",
    "Limits",
    "QueryStopped",
    "QueryTooLarge",
    "QueryTooSlow",
    "QueryWrong",
    "Row",
    "Shape",
    "WarehouseBusy",
    "close",
    "compiled",
    "engine",
]
__all__ += ["fetch", "is_owner", "stream"]

_opened: dict[int, Engine] = {}  # by process: a fork must not use its parent's engine
_opening = Lock()


def engine() -> Engine:
    """The process's engine. Raises ValueError for an unknown kind of URL."""
    found = _opened.get(os.getpid())
    if found is None:
        with _opening:
            found = _opened.get(os.getpid()) or _make(settings.WAREHOUSE_URL)
            _opened[os.getpid()] = found
    return found


def _make(url: str) -> Engine:
    scheme = urlsplit(url).scheme
    if scheme == "duckdb":
        from raabta.warehouse.engine.duckdb_file import DuckDBFile

        return DuckDBFile(Path(url.removeprefix("duckdb:///")))
    if scheme in {"clickhouse", "clickhouses", "chdb"}:
        from raabta.warehouse.engine.clickhouse import ClickHouse

        return ClickHouse(url)
    raise ValueError(f"RAABTA_WAREHOUSE_URL begins with {scheme}://, not duckdb or clickhouse")


def is_owner() -> bool:
    """Whether this process may use the warehouse: always with ClickHouse, one with DuckDB."""
    return engine().is_owner()


def close() -> None:
    """Give the warehouse back; the next question opens it again."""
    found = _opened.pop(os.getpid(), None)
    if found is not None:
        found.close()


def compiled(expression: Any) -> str:
    """An Ibis expression in the engine's SQL; an equal one was compiled before, and is kept."""
    return _compiled(expression.op(), engine().dialect)


@lru_cache(maxsize=256)
def _compiled(operation: Any, dialect: str) -> str:
    import ibis

    return str(ibis.to_sql(operation.to_expr(), dialect=dialect))


def fetch(expression: Any, *, seconds: float = 20.0, asker: str = "") -> list[Row]:
    """All rows of an Ibis expression; see `Engine.fetch`."""
    return engine().fetch(compiled(expression), seconds=seconds, asker=asker)


def stream(expression: Any, *, size: int = 50_000) -> Iterator[list[Row]]:
    return engine().stream(compiled(expression), size=size)
