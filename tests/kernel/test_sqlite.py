"""Transactions on SQLite: who waits for another's end, and who gives up."""

import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError

from raabta.kernel.sqlite import base

pytestmark = pytest.mark.django_db  # the connections are others, but it guards all of them
PLAIN = {"TIME_ZONE": None, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False}


def connected(folder: Path, **options: float) -> base.DatabaseWrapper:
    """A connection of its own to a file, as each thread of each process has one."""
    own = {"NAME": folder / "records.sqlite3", "OPTIONS": settings.SQLITE_OPTIONS | options}
    made = base.DatabaseWrapper({**settings.DATABASES["default"], **PLAIN, **own}, "other")
    made.connect()
    return made


def begin(records: base.DatabaseWrapper) -> None:
    records.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(records: base.DatabaseWrapper) -> None:
    records.commit()
    records.set_autocommit(True)


def test_a_transaction_begins_when_the_other_is_over(tmp_path: Path) -> None:
    told: list[str] = []
    is_writing, is_waiting = threading.Event(), threading.Event()

    def write() -> None:
        records = connected(tmp_path)
        begin(records)
        is_writing.set()
        is_waiting.wait(0.2)
        told.append("over")
        end(records)
        records.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert is_writing.wait(10)
    mine = connected(tmp_path)
    begin(mine)
    told.append("begun")
    end(mine)
    mine.close()
    thread.join()
    assert told == ["over", "begun"]


def test_a_transaction_that_waits_too_long_is_told_so(tmp_path: Path) -> None:
    theirs, mine = connected(tmp_path), connected(tmp_path, timeout=0.05)
    begin(theirs)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(mine)
    end(theirs)
    mine.set_autocommit(True)
    begin(mine)  # the connection is as good as before
    end(mine)
    theirs.close()
    mine.close()


def test_what_is_no_transaction_waits_as_the_settings_say(tmp_path: Path) -> None:
    records = connected(tmp_path)
    begin(records)
    end(records)
    (waits,) = records.connection.execute("PRAGMA busy_timeout").fetchone()
    assert waits == settings.SQLITE_OPTIONS["timeout"] * 1000
    records.close()
