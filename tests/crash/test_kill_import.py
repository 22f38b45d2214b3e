"""Kill an import at random moments: no row is lost or doubled, and its report tells the truth."""

import csv
import random
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.crash.conftest import KILLS, kill_at, moments, number
from tests.crash.nursery import Nursery

ROWS = 40_000
EVERY_BROKEN = 100
PADDING = "x" * 40  # so that the file is large enough for helper processes
READ = "SELECT sum(rows_read) FROM customers_import"
DELETED = "SELECT count(*) FROM customers_customer WHERE deleted_at IS NOT NULL"


def email(number: int) -> str:
    broken = number % EVERY_BROKEN == EVERY_BROKEN - 1
    return "nobody" if broken else f"person{number}@people.example"


def write_people(path: Path) -> None:
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Email", "First name", "Tags", "City"])
        rows.writerows([email(n), f"Person {n}", f"t{n % 7}", PADDING] for n in range(ROWS))


def expected() -> list[list[str]]:
    return sorted([email(n), f"Person {n}"] for n in range(ROWS) if email(n) != "nobody")


@pytest.mark.crash
def test_an_import_that_is_killed_again_and_again_takes_every_row_once(
    nursery: Nursery, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    write_people(path)
    nursery.call("make_workspace")
    made = nursery.call("receive", str(path), "customers", {})
    kill_all_along(nursery, tmp_path, seed=11, sql=READ, work=ROWS)
    nursery.call("run_job", KILLS + 1)
    found = nursery.call("imported", made)
    people, broken = expected(), ROWS // EVERY_BROKEN
    assert found["people"] == people
    assert found == {
        "state": "done",
        "job": "done",
        "rows_read": ROWS,
        "counts": {"created": len(people), "rejected": broken},
        "people": people,
        "identities": len(people),
        "rejected": [n + 2 for n in range(ROWS) if email(n) == "nobody"],
        "unmarked": 0,
        "tags": len(people),
    }
    assert not orphans()


@pytest.mark.crash
def test_taking_an_import_back_can_be_killed_as_well(nursery: Nursery, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    write_people(path)
    nursery.call("make_workspace")
    made = nursery.call("receive", str(path), "customers", {})
    nursery.call("run_job", 0)
    nursery.call("revert", made)
    kill_all_along(nursery, tmp_path, seed=13, sql=DELETED, work=len(expected()))
    nursery.call("run_job", KILLS + 1)
    found = nursery.call("imported", made)
    assert (found["state"], found["job"], found["people"]) == ("reverted", "done", [])


def kill_all_along(nursery: Nursery, folder: Path, *, seed: int, sql: str, work: int) -> None:
    dice = random.Random(seed)  # noqa: S311  not a secret
    for minute, at in enumerate(moments(dice, work)):

        def start(minute: int = minute) -> list[int]:
            return [nursery.start("run_job", minute)]

        kill_at(nursery, start, lambda: number(folder, sql), at, after=dice.uniform(0.0, 0.1))


def orphans() -> list[Any]:
    """Helper processes of imports that outlived the process they worked for."""
    helpers = [
        one
        for one in psutil.process_iter(["cmdline", "ppid"])
        if "raabta.customers.imports.preparing" in (one.info["cmdline"] or []) and one.ppid() == 1
    ]
    return psutil.wait_procs(helpers, timeout=10)[1]
