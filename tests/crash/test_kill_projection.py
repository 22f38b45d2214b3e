"""Kill the owner of the warehouse at random moments: it agrees with the records in the end."""

import random
from pathlib import Path

import pytest

from tests.crash.conftest import KILLS, kill_at, moments, number
from tests.crash.nursery import Nursery

PEOPLE = 25_000
EVENTS = 25_000
BATCH = 100  # events
EDITED = 500  # people, between two kills
WAITING = "SELECT (SELECT count(*) FROM kernel_change) + (SELECT count(*) FROM tracking_inboxbatch)"


@pytest.mark.crash
def test_a_projection_that_is_killed_again_and_again_loads_every_row_once(
    nursery: Nursery, tmp_path: Path
) -> None:
    dice = random.Random(17)  # noqa: S311  not a secret
    nursery.call("make_workspace")
    nursery.call("make_people", PEOPLE, EVENTS)
    accepted = EVENTS
    settled, work = 0, number(tmp_path, WAITING)
    for at in moments(dice, work):
        total = number(tmp_path, WAITING)

        def done(before: int = settled, total: int = total) -> int:
            return before + total - number(tmp_path, WAITING)

        kill_at(nursery, lambda: [nursery.start("project")], done, at, after=dice.uniform(0.0, 0.1))
        settled = done()
        nursery.call("edit", dice.randrange(PEOPLE - EDITED), EDITED)
        accepted += nursery.call("accept", accepted, BATCH)
    assert nursery.wait(nursery.start("project")) == 0
    found = nursery.call("compared")
    assert found["warehouse"] == found["records"]
    assert (found["events"], found["different_events"]) == (accepted, accepted)
    assert (found["waiting"], found["drained"]) == (0, 0)


@pytest.mark.crash
def test_a_rebuild_that_is_killed_leaves_the_old_rows_and_can_be_done_again(
    nursery: Nursery, tmp_path: Path
) -> None:
    dice = random.Random(19)  # noqa: S311  not a secret
    nursery.call("make_workspace")
    nursery.call("make_people", PEOPLE // 2, BATCH)
    assert nursery.wait(nursery.start("project")) == 0
    before = nursery.call("compared")
    for _ in range(KILLS // 4):
        kill_at(
            nursery,
            lambda: [nursery.start("build_again")],
            lambda: 0,
            0,
            after=dice.uniform(0.0, 0.5),
        )
        assert nursery.call("compared") == before
    assert nursery.wait(nursery.start("build_again")) == 0
    assert nursery.call("compared") == before
