"""What the crash tests share: a nursery over a folder, and kills spread over the work."""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.nursery import KILLED, Nursery

KILLS = int(os.environ.get("RAABTA_TEST_KILLS", "12"))
PATIENCE_SECONDS = 120


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    with Nursery(tmp_path) as made:
        yield made


def number(folder: Path, sql: str) -> int:
    """A number from the records, asked beside the processes that work on them."""
    with closing(sqlite3.connect(folder / "raabta.sqlite3", timeout=20)) as records:
        return int(records.execute(sql).fetchone()[0] or 0)


def moments(dice: random.Random, work: int) -> list[int]:
    """How much of the work is done at each kill: random, in order, and well before its end."""
    return sorted(dice.randrange(0, work * 3 // 5) for _ in range(KILLS))


def kill_at(
    nursery: Nursery,
    start: Callable[[], list[int]],
    done: Callable[[], int],
    at: int,
    *,
    after: float,
) -> None:
    """Start workers, wait until so much is done and a moment more, and kill them in the middle."""
    workers = start()
    end = time.monotonic() + PATIENCE_SECONDS
    while done() < at:
        assert time.monotonic() < end, "the work does not go on"
        time.sleep(0.005)
    time.sleep(after)
    ends = [nursery.kill(worker) for worker in workers]
    assert ends == [KILLED] * len(workers), "it was over before it could be killed"
