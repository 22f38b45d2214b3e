"""Kill the filing of the search index at random moments: it agrees with the records in the end."""

import random

import pytest

from tests.crash.conftest import KILLS, kill_at
from tests.crash.nursery import Nursery

PEOPLE = 10_000
EDITED = 2_000  # people, between two kills


@pytest.mark.crash
def test_an_index_whose_filing_is_killed_again_and_again_says_what_the_records_say(
    nursery: Nursery,
) -> None:
    dice = random.Random(23)  # noqa: S311  not a secret
    nursery.call("make_workspace")
    nursery.call("make_people", PEOPLE, 0)
    for _ in range(KILLS // 2):
        after = dice.uniform(0.0, 0.2)
        kill_at(nursery, lambda: [nursery.start("file_for_ever")], lambda: 0, 0, after=after)
        nursery.call("edit", dice.randrange(PEOPLE - EDITED), EDITED)
    assert nursery.wait(nursery.start("file_marked")) == 0
    found = nursery.call("found")
    assert found["index"] == found["records"]
    assert found["words"] == found["names"]
    assert found["waiting"] == 0
