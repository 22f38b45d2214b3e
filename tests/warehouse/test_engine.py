"""The DuckDB file: one owner, time-outs, newer questions first, tables that follow the shapes."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from raabta.warehouse.engine import QueryStopped, QueryTooSlow, WarehouseBusy
from raabta.warehouse.engine.duckdb_file import DuckDBFile
from raabta.warehouse.engine.shapes import Shape

ENDLESS = "SELECT count(*) FROM range(100000000000) a WHERE (a.range % 7) = 3"
KETTLE = Shape("kettle", {"workspace_id": "int", "id": "int", "name": "text"}, "id", ("id",))
AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[DuckDBFile]:
    found = DuckDBFile(tmp_path / "warehouse.duckdb")
    yield found
    found.close()


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_works(file: DuckDBFile) -> None:
    with pytest.raises(QueryTooSlow):
        file.fetch(ENDLESS, seconds=0.2)
    assert file.fetch("SELECT 1") == [(1,)]


def test_a_newer_question_of_the_same_asker_stops_the_older(file: DuckDBFile) -> None:
    started, stopped = Event(), []

    def ask() -> None:
        started.set()
        try:
            file.fetch(ENDLESS, seconds=20, asker="preview-1")
        except QueryStopped as error:
            stopped.append(type(error))

    thread = Thread(target=ask)
    thread.start()
    started.wait()
    while not file._asking:
        pass
    assert file.fetch("SELECT 2", asker="preview-1") == [(2,)]
    thread.join(timeout=10)
    assert stopped == [QueryStopped]


def test_a_second_process_is_told_who_owns_the_file(file: DuckDBFile) -> None:
    file.fetch("SELECT 1")
    code = (
        f"import duckdb, sys\nduckdb.connect(':memory:').execute(\"ATTACH '{file.path}' AS w\")\n"
    )
    taken = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert taken.returncode != 0
    assert b"lock" in taken.stderr


def test_a_file_of_another_process_is_busy_until_that_process_ends(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    code = (
        "import duckdb, sys\n"
        "c = duckdb.connect(':memory:')\n"
        f"c.execute(\"ATTACH '{path}' AS w\")\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdin is not None
    assert other.stdout.readline() == b"held\n"
    mine = DuckDBFile(path)
    assert not mine.is_owner()
    with pytest.raises(WarehouseBusy, match=str(other.pid)):
        mine.fetch("SELECT 1")
    other.stdin.close()
    other.wait(timeout=10)
    other.stdout.close()
    assert mine.is_owner()
    mine.close()


def test_it_opens_again_after_it_was_closed(file: DuckDBFile) -> None:
    file.prepare([KETTLE])
    file.replace(KETTLE, workspace_id=1, ids=[5], rows=[(1, 5, "copper")])
    file.close()
    assert file.fetch("SELECT name FROM kettle") == [("copper",)]


def test_a_new_column_is_added_and_the_table_is_to_be_filled_again(file: DuckDBFile) -> None:
    file.prepare([KETTLE])
    file.reload(KETTLE, workspace_id=None, pages=[[(1, 5, "copper")]])
    assert file.unfilled() == []
    wider = Shape("kettle", {**KETTLE.columns, "at": "time?"}, "id", ("id",))
    file.prepare([wider])
    assert file.unfilled() == ["kettle"]
    assert file.fetch('SELECT name, "at" FROM kettle') == [("copper", None)]
    file.reload(wider, workspace_id=None, pages=[[(1, 5, "copper", AT)]])
    assert file.fetch('SELECT "at" FROM kettle') == [(AT.replace(tzinfo=None),)]
    assert file.unfilled() == []


def test_a_changed_type_begins_the_table_anew(file: DuckDBFile) -> None:
    file.prepare([KETTLE])
    file.reload(KETTLE, workspace_id=None, pages=[[(1, 5, "copper")]])
    file.prepare([Shape("kettle", {**KETTLE.columns, "name": "texts"}, "id", ("id",))])
    assert file.fetch("SELECT count(*) FROM kettle") == [(0,)]
    assert file.unfilled() == ["kettle"]


def test_a_failing_write_leaves_everything_as_it_was(file: DuckDBFile) -> None:
    file.prepare([KETTLE])
    file.replace(KETTLE, workspace_id=1, ids=[5], rows=[(1, 5, "copper")])
    with pytest.raises(Exception, match="int"):
        file.replace(KETTLE, workspace_id=1, ids=[5], rows=[(1, 5, 12)])
    assert file.fetch("SELECT name FROM kettle") == [("copper",)]


def test_rows_of_another_workspace_stay_when_ids_are_the_same(file: DuckDBFile) -> None:
    file.prepare([KETTLE])
    file.replace(KETTLE, workspace_id=1, ids=[5], rows=[(1, 5, "copper")])
    file.replace(KETTLE, workspace_id=2, ids=[5], rows=[(2, 5, "steel")])
    file.replace(KETTLE, workspace_id=2, ids=[5], rows=[])
    assert file.fetch("SELECT workspace_id, name FROM kettle") == [(1, "copper")]


def test_a_reload_of_one_workspace_leaves_the_others(file: DuckDBFile) -> None:
    file.prepare([KETTLE])
    file.reload(KETTLE, workspace_id=None, pages=[[(1, 5, "copper"), (2, 6, "steel")]])
    file.reload(KETTLE, workspace_id=2, pages=[[(2, 7, "iron")], [(2, 8, "glass")]])
    rows = file.fetch("SELECT workspace_id, id FROM kettle ORDER BY 1, 2")
    assert rows == [(1, 5), (2, 7), (2, 8)]
