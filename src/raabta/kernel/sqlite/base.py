import time
from sqlite3 import OperationalError as Busy

from django.db import OperationalError
from django.db.backends.sqlite3 import base

POLL_SECONDS = 0.001
SECONDS = 20.0  # as `timeout` in the settings, which is in force for all but the begin


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks for the lock of a transaction every millisecond.

    SQLite itself sleeps longer and longer, up to 100 ms, so that a page waits for many short
    transactions of a worker, one after another, before it has its turn.
    """

    def _start_transaction_under_autocommit(self) -> None:
        end = time.monotonic() + SECONDS
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._has_begun(end):
                time.sleep(POLL_SECONDS)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {SECONDS * 1000:.0f}")

    def _has_begun(self, end: float) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as error:
            if not isinstance(error.__cause__, Busy) or time.monotonic() > end:
                raise
            if error.__cause__.sqlite_errorname not in {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"}:
                raise
            return False
        return True
