"""Kill whatever takes, stitches and drains events: nothing is lost, doubled or given to another."""

import random
from pathlib import Path

import pytest

from tests.crash.conftest import KILLS, kill_at, moments, number
from tests.crash.nursery import Nursery

VISITORS = 6_000
MORE = 50  # after each kill
UNSETTLED = "SELECT count(*) FROM tracking_inboxbatch WHERE source_id IS NOT NULL"
WAITING = "SELECT (SELECT count(*) FROM kernel_change) + (SELECT count(*) FROM tracking_inboxbatch)"


@pytest.mark.crash
def test_visitors_become_people_once_however_often_the_work_is_killed(
    nursery: Nursery, tmp_path: Path
) -> None:
    dice = random.Random(23)  # noqa: S311  not a secret
    nursery.call("make_workspace")
    key = nursery.call("make_source", "web")
    nursery.call("post_calls", key, 0, VISITORS)
    sent, settled = VISITORS, 0
    for at in moments(dice, VISITORS):
        total = number(tmp_path, UNSETTLED)

        def done(before: int = settled, total: int = total) -> int:
            return before + total - number(tmp_path, UNSETTLED)

        kill_at(
            nursery,
            lambda: [nursery.start("stitch_all"), nursery.start("drain_for_ever")],
            done,
            at,
            after=dice.uniform(0.0, 0.1),
        )
        settled = done()
        nursery.call("post_calls", key, sent, MORE)
        sent += MORE
    found = nursery.call("tracked")
    expected = [[f"u{n}", name] for n in range(sent) for name in ("Bought", "Seen", "identified")]
    assert found["events"] == sorted(expected)
    assert found["different_events"] == 3 * sent
    assert found["counts"] == {"accepted": 3 * sent}
    assert found["emails"] == {f"u{n}": f"u{n}@x.example" for n in range(sent)}
    assert number(tmp_path, WAITING) == 0


@pytest.mark.crash
def test_a_sender_that_is_killed_has_sent_whole_requests(nursery: Nursery, tmp_path: Path) -> None:
    """What a request was answered for is there; of the one that was cut, all or nothing."""
    nursery.call("make_workspace")
    key = nursery.call("make_source", "web")
    rows = "SELECT count(*) FROM tracking_inboxbatch"
    first = 0
    for round_number in range(KILLS // 4):
        before = number(tmp_path, rows)
        start = first

        def begin(start: int = start) -> list[int]:
            return [nursery.start("post_calls", key, start, 100_000)]

        def posted(before: int = before) -> int:
            return number(tmp_path, rows) - before

        kill_at(nursery, begin, posted, 20 + round_number, after=0.01)
        first += 100_000
    requests = number(tmp_path, rows)
    found = nursery.call("tracked")
    assert len(found["events"]) == found["different_events"] == 3 * requests
