"""Kill the sending processes at random moments: nobody is mailed twice, and the ledger agrees."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.messaging.smtp_server import SmtpServer

PEOPLE = 5_000
KILLS = 6  # of each round
WORKERS = 2
GROUP = 50  # so many may be unknown after one kill
ROUNDS = int(os.environ.get("RAABTA_CRASH_ROUNDS", "3"))
BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"

PREPARE = """
import sys
sys.path.insert(0, {benchmarks!r})
import sending
sending.prepare({people}, {port}, signed=False)
"""
WORK = """
import os, sys
import django
django.setup()
from raabta.messaging.tasks import recover_messages, send_messages
print("ready", flush=True)
while True:
    moved = recover_messages() + send_messages()
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM messaging_mailing WHERE state <> 'finished'")
        if cursor.fetchone()[0] == 0:
            break
"""
READ = """
import django
django.setup()
from django_scopes import scopes_disabled
from raabta.messaging.models import Message
with scopes_disabled():
    for message in Message.objects.select_related("customer"):
        print(message.customer.email, message.state)
"""


@pytest.mark.crash
@pytest.mark.parametrize("number", range(ROUNDS))
def test_nobody_is_mailed_twice_when_senders_are_killed(number: int, tmp_path: Path) -> None:
    dice = random.Random(number)  # noqa: S311  not a secret
    with SmtpServer() as server:
        run(tmp_path, PREPARE.format(benchmarks=str(BENCHMARKS), people=PEOPLE, port=server.port))
        for _ in range(KILLS):
            workers = start_all(tmp_path)
            time.sleep(dice.uniform(0.05, 0.8))
            for worker in workers:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
        for worker in start_all(tmp_path):
            assert worker.wait(timeout=180) == 0
    received = Counter(recipient for recipient, _ in server.taken)
    ledger = dict(line.split() for line in run(tmp_path, READ).splitlines())
    assert max(received.values()) == 1
    assert len(ledger) == PEOPLE
    assert set(ledger.values()) <= {"sent", "unknown"}
    assert {address for address, state in ledger.items() if state == "sent"} <= set(received)
    unknown = [address for address, state in ledger.items() if state == "unknown"]
    assert len(unknown) <= KILLS * WORKERS * GROUP
    assert len(received) + len([a for a in unknown if a not in received]) == PEOPLE


def environment(folder: Path) -> dict[str, str]:
    own = {
        "RAABTA_DATA": str(folder),
        "RAABTA_LOG": "error",
        "DJANGO_SETTINGS_MODULE": "raabta.config.settings",
    }
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RAABTA_")}
    return {**kept, **own}


def run(folder: Path, script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(folder), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def start_all(folder: Path) -> "list[subprocess.Popen[str]]":
    """Workers that are just about to begin."""
    command = [sys.executable, "-c", WORK]
    own = environment(folder)
    workers = [
        subprocess.Popen(command, env=own, stdout=subprocess.PIPE, text=True)
        for _ in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout is not None
        with worker.stdout as told:
            assert told.readline() == "ready\n"
    return workers
