"""Thousands of rows in one statement, for services that must be fast; SQLite and PostgreSQL.

Values are given as the database stores them: see `stored`. Nothing here checks a workspace, sends
signals or keeps history: that is the caller's.
"""

import gc
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec
from django.db import connection, models

Model = type[models.Model]
Values = Sequence[Any]
ROWS_A_STATEMENT = 60


def stored(moment: datetime) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)


def as_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def from_json(text: str) -> Any:
    return msgspec.json.decode(text)


@contextmanager
def bulk_mode() -> Iterator[None]:
    """For a job that writes very much: rarer garbage collection, and in SQLite checkpoints."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    try:
        with _rare_checkpoints():
            yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def refresh_statistics() -> None:
    """Let SQLite look at its tables, some milliseconds; else it takes indexes that serve badly.

    PostgreSQL does so by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


@contextmanager
def _rare_checkpoints() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint")
        pages = cursor.fetchone()[0]
        cursor.execute("PRAGMA cache_size")
        cache = cursor.fetchone()[0]
        cursor.execute("PRAGMA wal_autocheckpoint = 20000")
        cursor.execute("PRAGMA cache_size = -98304")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA wal_autocheckpoint = {int(pages)}")
            cursor.execute(f"PRAGMA cache_size = {int(cache)}")
        refresh_statistics()


def reserve_ids(model: Model, count: int) -> Sequence[int]:
    """Ids that no other row will get. Call it inside the transaction that inserts the rows."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            last = found[0] if found else 0
            return range(last + 1, last + 1 + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert(model: Model, columns: Sequence[str], rows: Collection[Values]) -> None:
    """Insert rows, each a sequence in the order of `columns`."""
    if not rows:
        return
    table, names = _quoted(model._meta.db_table), ", ".join(map(_quoted, columns))
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
    else:
        head = f"INSERT INTO {table} ({names}) VALUES "  # noqa: S608
        _insert_many(head, len(columns), list(rows))


def _insert_many(head: str, width: int, rows: list[Values]) -> None:
    """Many rows a statement: SQLite's own work for a statement is then shared by them."""
    place = f"({', '.join('?' * width)})"
    # past the wrapper, which would search each of thousands of places anew
    with connection.cursor() as cursor:
        plain = cursor.cursor
        at = 0
        for step in (ROWS_A_STATEMENT, 1):
            statement = head + ", ".join([place] * step)
            while len(rows) - at >= step:
                values = list(chain.from_iterable(rows[at : at + step]))
                sqlite3.Cursor.execute(plain, statement, values)
                at += step


def update(model: Model, columns: Sequence[str], rows: Collection[Values]) -> None:
    """Set `columns` of existing rows; each row ends with its id."""
    if not rows:
        return
    table = _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            types = [_type_of(model, name) for name in (*columns, "id")]
            lists = ", ".join(f"%s::{kind}[]" for kind in types)
            heads = ", ".join(f"c{place}" for place in range(len(types)))
            puts = ", ".join(f"{_quoted(name)} = v.c{at}" for at, name in enumerate(columns))
            cursor.execute(
                f"UPDATE {table} SET {puts} FROM unnest({lists}) AS v({heads}) "  # noqa: S608
                f"WHERE {table}.id = v.c{len(columns)}",
                [list(column) for column in zip(*rows, strict=True)],
            )
            return
        puts = ", ".join(f"{_quoted(name)} = %s" for name in columns)
        statement = f"UPDATE {table} SET {puts} WHERE id = %s"  # noqa: S608
        cursor.executemany(statement, list(rows))


def select(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows of a query; a list among the parameters goes where the query says `IN %s`.

    The list may have any length: the text of the query stays the same.
    """
    sqlite = connection.vendor == "sqlite"
    values = [json.dumps(v) if sqlite and isinstance(v, list) else v for v in params]
    in_list = "IN (SELECT value FROM json_each(%s))" if sqlite else "= ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("IN %s", in_list), values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def execute(sql: str, rows: Iterable[Values]) -> None:
    """One statement for each row of parameters."""
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(rows))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _type_of(model: Model, column: str) -> str:
    field = next(f for f in model._meta.concrete_fields if f.column == column)
    kind = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    return "bigint" if field.primary_key else str(kind)
