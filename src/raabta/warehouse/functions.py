"""Functions that Ibis has no name for, the same on every engine (see the macros of DuckDB)."""

from collections.abc import Callable
from typing import Any

import ibis

Declared = Callable[..., Any]
# Ibis leaves open what its decorator makes of a function
builtin: Callable[..., Callable[[Declared], Declared]] = ibis.udf.scalar.builtin


@builtin(name="lowerUTF8")
def _lower(text: str) -> str: ...  # type: ignore[empty-body]


@builtin(name="JSONExtract")
def _extract(document: str, key: str, kind: str) -> str: ...  # type: ignore[empty-body]


def lower(text: Any) -> Any:
    """Lower case of every script; Ibis's own is ASCII only on ClickHouse."""
    return _lower(text)


def from_json(document: Any, key: str) -> Any:
    """A value of a JSON object as text: numbers and booleans as written, NULL when absent."""
    return _extract(document, key.replace('"', ""), "Nullable(String)")
