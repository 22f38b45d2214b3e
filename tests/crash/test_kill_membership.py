"""Kill the keeper of members at random moments: everybody is told once, and nobody is missed."""

import random

import pytest

from tests.crash.conftest import KILLS, kill_at
from tests.crash.nursery import Nursery

PEOPLE = 10_000
EDITED = 1_000  # people, between two kills


@pytest.mark.crash
def test_members_whose_keeping_is_killed_again_and_again_are_those_of_a_full_evaluation(
    nursery: Nursery,
) -> None:
    dice = random.Random(29)  # noqa: S311  not a secret
    nursery.call("make_workspace")
    nursery.call("make_people", PEOPLE, 0)
    nursery.call("make_audiences")
    for _ in range(KILLS):
        nursery.call("edit", dice.randrange(PEOPLE - EDITED), EDITED)
        after = dice.uniform(0.05, 0.6)
        kill_at(nursery, lambda: [nursery.start("keep_for_ever")], lambda: 0, 0, after=after)
    assert nursery.wait(nursery.start("keep_all")) == 0
    found = nursery.call("kept_members")
    assert found["members"] == found["full"] == found["news"]
    assert (found["odd"], found["twice"], found["waiting"]) == (0, 0, 0)
