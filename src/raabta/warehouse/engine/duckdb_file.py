"""DuckDB in a file: one process owns it, any of its threads may ask, one at a time writes."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, RLock, Timer, local
from time import monotonic
from typing import Any

import duckdb
import structlog
from django.conf import settings

from raabta.warehouse.engine.duckdb_explorer import answer_of
from raabta.warehouse.engine.duckdb_tables import DuckDBTables
from raabta.warehouse.engine.limits import Answer, Limits
from raabta.warehouse.engine.machine import memory_limit
from raabta.warehouse.engine.protocol import QueryStopped, QueryTooSlow, Row, WarehouseBusy
from raabta.warehouse.engine.shapes import quoted

log = structlog.get_logger()
CHECKPOINT_AFTER_SECONDS = 5.0
CLOSE_AFTER_SECONDS = 600.0
STOP_CALLS, STOP_SECONDS = 50, 0.01
# ClickHouse's names, so that one Ibis expression compiles for both engines
MACROS = (
    "lowerUTF8(x) AS lower(x)",
    "toUnixTimestamp64Micro(x) AS epoch_us(x)",
    """JSONExtract(document, key, kind) AS json_extract_string(document, '$."' || key || '"')""",
)
# the last words to a new connection: from here on SQL reaches the attached file alone
LOCKED = (
    ("python_enable_replacements", "false"),
    ("enable_external_access", "false"),
    ("lock_configuration", "true"),
)


@dataclass
class Asked:
    """A running question of somebody who may ask again."""

    cursor: Any
    is_over: Event = field(default_factory=Event)

    def stop(self) -> None:
        """Interrupt until it ends: one that has not quite begun does not hear the first call."""
        for _call in range(STOP_CALLS):
            self.cursor.interrupt()
            if self.is_over.wait(STOP_SECONDS):
                return


class DuckDBFile(DuckDBTables):
    dialect = "duckdb"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()  # opening, closing
        self._writing = RLock()
        self._threads = local()
        self._connection: Any = None
        self._opened = 0
        self._asking: dict[str, Asked] = {}
        self._active = 0
        self._used_at = self._written_at = monotonic()
        self._is_checkpointed = True

    def fetch(self, sql: str, *, seconds: float = 20.0, asker: str = "") -> list[Row]:
        with self._cursor() as cursor, self._stoppable(cursor, seconds, asker):
            rows: list[Row] = cursor.execute(sql).fetchall()
            return rows

    def stream(self, sql: str, *, size: int) -> Iterator[list[Row]]:
        with self._cursor() as shared, shared.cursor() as cursor:
            cursor.execute(f"USE {quoted(self._catalog)}")
            cursor.execute(sql)
            while rows := cursor.fetchmany(size):
                yield rows

    def explore(self, sql: str, *, limits: Limits, asker: str) -> Answer:
        with (
            self._cursor() as shared,
            shared.cursor() as cursor,
            self._stoppable(cursor, limits.seconds, asker),
        ):
            return answer_of(cursor, self._catalog, sql, limits)

    def is_owner(self) -> bool:
        try:
            self._open()
        except WarehouseBusy:
            return False
        return True

    def rest(self) -> bool:
        idle = monotonic() - self._used_at
        if self._connection is None or self._active:
            return False
        if not self._is_checkpointed and monotonic() - self._written_at > CHECKPOINT_AFTER_SECONDS:
            self._checkpoint()
            return True
        if idle > CLOSE_AFTER_SECONDS:
            self.close()
            return True
        return False

    def close(self) -> None:
        with self._writing, self._lock:
            if self._connection is not None:
                self._checkpoint()
                self._connection.close()
                self._connection = None
                self._opened += 1  # cursors of other threads are stale now

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        """The one writing cursor, in a transaction."""
        with self._writing, self._cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield cursor
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")
            self._is_checkpointed, self._written_at = False, monotonic()

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        """The cursor of this thread."""
        with self._lock:
            self._open()
            self._active += 1
        try:
            if getattr(self._threads, "opened", None) != self._opened:
                self._threads.cursor = self._connection.cursor()
                self._threads.cursor.execute(f"USE {quoted(self._catalog)}")
                self._threads.opened = self._opened
            yield self._threads.cursor
        finally:
            with self._lock:
                self._active -= 1
                self._used_at = monotonic()

    @contextmanager
    def _stoppable(self, cursor: Any, seconds: float, asker: str) -> Iterator[None]:
        began = monotonic()
        timer = Timer(seconds, cursor.interrupt)
        timer.daemon = True
        asked = Asked(cursor)
        if asker:
            earlier = self._asking.get(asker)
            self._asking[asker] = asked
            if earlier is not None and earlier.cursor is not cursor:
                earlier.stop()
        timer.start()
        try:
            yield
        except duckdb.InterruptException as error:
            is_late = monotonic() - began >= seconds
            raise (QueryTooSlow if is_late else QueryStopped) from error
        finally:
            timer.cancel()
            asked.is_over.set()
            if self._asking.get(asker) is asked:
                self._asking.pop(asker, None)

    @property
    def _catalog(self) -> str:
        return "warehouse"

    def _open(self) -> None:
        with self._lock:
            if self._connection is not None:
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = duckdb.connect(":memory:", config=_configuration(self.path))
            # not in the configuration: the time zone's extension is loaded after that is read
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            target = str(self.path).replace("'", "''")
            try:
                # a file of this version can still be read by DuckDB 1.5
                connection.execute(f"ATTACH '{target}' AS warehouse (STORAGE_VERSION 'v1.5.0')")
            except duckdb.IOException as error:
                connection.close()
                raise _busy(self.path, error) from error
            connection.execute("USE warehouse")
            for macro in MACROS:
                connection.execute(f"CREATE OR REPLACE MACRO {macro}")
            for setting, value in LOCKED:
                connection.execute(f"SET GLOBAL {setting} = {value}")
            self._connection, self._used_at = connection, monotonic()
            self._opened += 1

    def _checkpoint(self) -> None:
        with self._writing, self._cursor() as cursor:
            try:
                cursor.execute("CHECKPOINT warehouse")
                self._is_checkpointed = True
            except duckdb.TransactionException:
                pass  # somebody reads; the next rest tries again


def _configuration(path: Path) -> dict[str, Any]:
    temporary = path.parent / "warehouse-temporary"
    return {
        "memory_limit": memory_limit(),
        "threads": settings.WAREHOUSE_THREADS or str(min(8, os.cpu_count() or 2)),
        "temp_directory": str(temporary),
        "max_temp_directory_size": "20GB",
        "preserve_insertion_order": "false",
        "checkpoint_threshold": "256MB",
        "autoinstall_known_extensions": "false",
        "allow_community_extensions": "false",
    }


def _busy(path: Path, error: Exception) -> Exception:
    owner = re.search(r"PID (\d+)", str(error))
    if "lock" not in str(error).lower():
        return error
    return WarehouseBusy(
        f"{path} is in use by process {owner.group(1) if owner else 'unknown'}. One process owns "
        "the warehouse file: stop that process, or ask the running server instead."
    )
