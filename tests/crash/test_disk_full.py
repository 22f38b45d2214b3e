"""A full disk, in a small file system of its own: told in words, nothing lost, the server stays."""

import json
import os
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from tests.config.test_serve import status, wait_for
from tests.crash.nursery import Nursery
from tests.crash.test_kill_import import email, write_people
from tests.running import RAABTA, environment

MEGABYTES = 160
BLOCK = 65_536
A_LITTLE = 1_000_000  # bytes, in which a part of the import fits
BATCH = 200  # events of a call
MOST_CALLS = 2_000
FULL = "The server's disk is full. Nothing was changed"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={MEGABYTES}m", "none"]
    if os.geteuid() or subprocess.run(["mount", *options, str(disk)], check=False).returncode:  # noqa: S607
        pytest.skip("a small file system can be mounted by root only")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)  # noqa: S607


def fill(disk: Path) -> Path:
    """Leave not one block free."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (BLOCK, 4_096, 1):
            try:
                while True:
                    file.write(os.urandom(size))
            except OSError:
                continue
    return filler


@dataclass
class Answer:
    status: int
    text: str
    headers: Message


@dataclass
class Shop:
    url: str
    key: str
    person: str
    sent: int = 0

    def send_events(self) -> Answer:
        """A call with events that were never sent before."""
        events = [
            {
                "customer_id": int(self.person),
                "name": "seen",
                "message_id": f"m{self.sent + n}",
                "properties": {"noise": os.urandom(300).hex()},
            }
            for n in range(BATCH)
        ]
        answer = self.ask("POST", "/api/v1/events", {"events": events})
        self.sent += BATCH if answer.status == 202 else 0
        return answer

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as found:
                return Answer(found.status, found.read().decode(), found.headers)
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.read().decode(), refused.headers)


@pytest.mark.crash
def test_a_server_whose_disk_is_full_says_so_and_keeps_what_it_accepted(small_disk: Path) -> None:
    with Nursery(small_disk) as nursery:
        nursery.call("make_workspace")
        key, person = nursery.call("make_key")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*RAABTA, "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment(small_disk), stderr=subprocess.DEVNULL)
    shop = Shop(f"http://127.0.0.1:{port}", key, person)
    try:
        wait_for(lambda: status(shop.url + "/accounts/login/") == 200)
        assert shop.send_events().status == 202
        filler = fill(small_disk)
        refused = refusal(shop)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "60")
        assert FULL in json.loads(refused.text)["detail"]
        assert status(shop.url + "/accounts/login/") == 200
        assert server.poll() is None
        filler.unlink()
        assert shop.send_events().status == 202
    finally:
        server.terminate()
        assert server.wait(timeout=40) == 0
    with Nursery(small_disk) as nursery:
        assert nursery.wait(nursery.start("project")) == 0
        found = nursery.call("compared")
    assert (found["events"], found["different_events"]) == (shop.sent, shop.sent)


def refusal(shop: Shop) -> Answer:
    """Room in files that are there already is used up first, then comes a refusal."""
    for _ in range(MOST_CALLS):
        answer = shop.send_events()
        if answer.status != 202:
            return answer
    raise AssertionError("the disk is not full")


@pytest.mark.crash
def test_an_import_waits_for_room_and_then_goes_on_with_every_row(
    small_disk: Path, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    write_people(path)
    with Nursery(small_disk) as nursery:
        nursery.call("make_workspace")
        made = nursery.call("receive", str(path), "customers", {})
        filler = fill(small_disk)
        for minute in range(8):  # more often than a broken job is tried
            os.truncate(filler, filler.stat().st_size - A_LITTLE)
            nursery.wait(nursery.start("run_job", minute))
        stopped = nursery.call("imported", made)
        assert (stopped["state"], stopped["job"] in {"queued", "running"}) == ("running", True)
        assert len(stopped["people"]) + len(stopped["rejected"]) == stopped["rows_read"]
        filler.unlink()
        nursery.call("run_job", 20)
        found = nursery.call("imported", made)
    assert (found["state"], found["job"], found["rows_read"]) == ("done", "done", 40_000)
    assert len(found["people"]) == len([n for n in range(40_000) if email(n) != "nobody"])
    assert len({address for address, _name in found["people"]}) == len(found["people"])


@pytest.mark.crash
def test_an_upload_that_finds_no_room_leaves_nothing(small_disk: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    write_people(path)
    with Nursery(small_disk) as nursery:
        nursery.call("make_workspace")
        filler = fill(small_disk)
        assert nursery.wait(nursery.start("receive", str(path), "customers", {})) == 1
        assert list((small_disk / "files" / "imports").glob("*")) == []
        filler.unlink()
        assert nursery.call("receive", str(path), "customers", {}) == 1
