"""Functions that Ibis has no name for, the same on every engine (see the macros of DuckDB)."""

from collections.abc import Callable
from functools import cache
from typing import Any

Declared = Callable[..., Any]


@cache
def _declared() -> tuple[Declared, Declared, Declared, Declared]:
    """Ibis takes a second to load, so that happens with the first question."""
    import ibis
    import ibis.expr.datatypes as dt

    # Ibis leaves open what its decorator makes of a function
    builtin: Callable[..., Callable[[Declared], Declared]] = ibis.udf.scalar.builtin

    @builtin(name="lowerUTF8")
    def lower_case(text: str) -> str: ...  # type: ignore[empty-body]

    @builtin(name="JSONExtract")
    def extract(document: str, key: str, kind: str) -> str: ...  # type: ignore[empty-body]

    @builtin(name="JSONExtractRaw")
    def raw(document: str, key: str) -> str: ...  # type: ignore[empty-body]

    @builtin(name="toUnixTimestamp64Micro", signature=((dt.Timestamp(scale=6),), dt.int64))
    def microseconds(at: Any) -> Any: ...

    return lower_case, extract, microseconds, raw


def lower(text: Any) -> Any:
    """Lower case of every script; Ibis's own is ASCII only on ClickHouse."""
    return _declared()[0](text)


def from_json(document: Any, key: str) -> Any:
    """A value of a JSON object as text: numbers and booleans as written, NULL when absent."""
    return _declared()[1](document, key.replace('"', ""), "Nullable(String)")


def object_in_json(document: Any, key: str) -> Any:
    """An object inside a JSON object, as JSON; "{}" where there is none.

    A text that only looks like an object is none, so what is given back is always valid.
    """
    import ibis

    raw = _declared()[3](document, key.replace('"', ""))
    return ibis.ifelse(raw.startswith("{"), raw, "{}")


def micros(at: Any) -> Any:
    """A moment as whole microseconds since 1970, so that windows can span moments."""
    return _declared()[2](at)
