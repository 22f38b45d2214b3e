"""Percentiles by nearest rank: exact, and the same on every engine."""

from collections.abc import Sequence
from typing import Any


def ranked(rows: Any, column: str, by: Sequence[str] = ()) -> Any:
    """The rows with `rank` (from 0) and `known` (how many have a value) within their group."""
    import ibis

    group = list(by) or None
    ordered = ibis.window(group_by=group, order_by=rows[column])
    return rows.mutate(
        rank=ibis.row_number().over(ordered),
        known=rows[column].count().over(ibis.window(group_by=group)),
    )


def at_percent(rows: Any, column: str, percent: int) -> Any:
    """Of rows that were ranked: the least value that so many per cent do not exceed."""
    import ibis

    place = (rows.known * percent + 99) // 100 - 1
    is_there = (rows["rank"] == place) & (rows.known > 0)
    return ibis.ifelse(is_there, rows[column], ibis.null(rows[column].type())).max()
