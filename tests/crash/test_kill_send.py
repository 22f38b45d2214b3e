"""Kill the sending processes at random moments: nobody is mailed twice, and the ledger agrees."""

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.crash.conftest import KILLS, kill_at, moments, number
from tests.crash.nursery import Nursery
from tests.messaging.smtp_server import SmtpServer

PEOPLE = 5_000
WORKERS = 2
GROUP = 50  # so many may be unknown after one process is killed
SETTLED = "SELECT count(*) FROM messaging_message WHERE state IN ('sent', 'unknown')"


@pytest.mark.crash
def test_nobody_is_mailed_twice_when_senders_are_killed(nursery: Nursery, tmp_path: Path) -> None:
    dice = random.Random(7)  # noqa: S311  not a secret
    with SmtpServer() as server:
        nursery.call("plan_a_send", PEOPLE, server.port)
        for at in moments(dice, PEOPLE):
            kill_at(
                nursery,
                lambda: [nursery.start("send") for _ in range(WORKERS)],
                lambda: number(tmp_path, SETTLED),
                at,
                after=dice.uniform(0.0, 0.15),
            )
        last = [nursery.start("send") for _ in range(WORKERS)]
        assert [nursery.wait(worker) for worker in last] == [0] * WORKERS
    received = Counter(recipient for recipient, _ in server.taken)
    ledger = nursery.call("ledger")
    assert max(received.values()) == 1
    assert len(ledger) == PEOPLE
    assert set(ledger.values()) <= {"sent", "unknown"}
    assert {address for address, state in ledger.items() if state == "sent"} <= set(received)
    unknown = {address for address, state in ledger.items() if state == "unknown"}
    assert len(unknown) <= KILLS * WORKERS * GROUP
    assert set(received) | unknown == set(ledger)
