import time
from sqlite3 import OperationalError as Busy

from django.db import OperationalError
from django.db.backends.sqlite3 import base

POLL_SECONDS = 0.001
SECONDS = 5.0  # Python's own, where the settings name no timeout


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks for the lock of a transaction every millisecond.

    SQLite itself sleeps longer and longer, up to 100 ms, so that a page waits for many short
    transactions of a worker, one after another, before it has its turn.
    """

    def _start_transaction_under_autocommit(self) -> None:
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", SECONDS))
        end = time.monotonic() + seconds
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._has_begun(end):
                time.sleep(POLL_SECONDS)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")

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
