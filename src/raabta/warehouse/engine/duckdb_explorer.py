"""A typed query on DuckDB: a cursor of its own, a transaction that only reads, and a watch.

DuckDB has no limit of memory for one query, so a thread looks on and interrupts. Pages of tables
that it keeps in memory are not the query's doing and do not count.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import duckdb

from raabta.warehouse.engine.limits import Answer, Limits, QueryTooLarge, QueryWrong, size_of
from raabta.warehouse.engine.machine import resident
from raabta.warehouse.engine.protocol import Row
from raabta.warehouse.engine.shapes import quoted

LOOK_SECONDS = 0.05
BLOCK = 1_000
# errors of planning name what was typed; those of running may name a value of a row
OF_PLANNING = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)


def answer_of(cursor: Any, catalog: str, sql: str, limits: Limits) -> Answer:
    """Run it and let nothing be written. Raises QueryTooLarge or QueryWrong."""
    try:
        statements = duckdb.extract_statements(sql)
        if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
            raise QueryWrong("One SELECT, please.")
        cursor.execute(f"USE {quoted(catalog)}")
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        with _watched(cursor, limits.memory):
            cursor.execute(sql)
            columns = [column[0] for column in cursor.description]
            rows = _first(cursor, limits)
        return Answer(columns, rows[: limits.rows], is_cut=len(rows) > limits.rows)
    except OF_PLANNING as error:
        raise QueryWrong(str(error).split("\n")[0]) from error
    except duckdb.OutOfMemoryException as error:
        raise QueryTooLarge from error
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise QueryWrong("") from error


def _first(cursor: Any, limits: Limits) -> list[Row]:
    rows: list[Row] = []
    held = 0
    while len(rows) <= limits.rows and (block := cursor.fetchmany(BLOCK)):
        rows += block
        held += size_of(block)
        if held > limits.answer:
            raise QueryTooLarge
    return rows


@contextmanager
def _watched(cursor: Any, most: int) -> Iterator[None]:
    over, large = Event(), Event()
    with cursor.cursor() as eye:
        before = _used(eye)

        def watch() -> None:
            while not over.wait(LOOK_SECONDS):
                if _used(eye) - before > most:
                    large.set()
                    cursor.interrupt()

        watcher = Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        except duckdb.InterruptException as error:
            if large.is_set():
                raise QueryTooLarge from error
            raise
        finally:
            over.set()
            watcher.join()


def _used(eye: duckdb.DuckDBPyConnection) -> int:
    """Memory of this process without kept pages; texts under way are known to the process only."""
    rows = eye.execute("SELECT tag, memory_usage_bytes FROM duckdb_memory()").fetchall()
    kept = sum(used for tag, used in rows if tag == "BASE_TABLE")
    return (resident() or sum(used for _tag, used in rows)) - kept
