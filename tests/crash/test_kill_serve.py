"""Kill any process of `raabta serve` while clients send: what was answered for arrives once."""

import http.client
import json
import random
import subprocess
import threading
import time
import urllib.request
from base64 import b64encode
from pathlib import Path

import psutil
import pytest

from tests.config.test_serve import status, wait_for
from tests.crash.conftest import KILLS
from tests.crash.nursery import Nursery
from tests.running import RAABTA, environment, free_port

SECONDS = 120


class Client(threading.Thread):
    """Sends visitor after visitor, and each again until it is answered for."""

    def __init__(self, url: str, key: str) -> None:
        super().__init__(daemon=True)
        self.url, self.key = url, b64encode(f"{key}:".encode()).decode()
        self.sent, self.is_over = 0, threading.Event()

    def run(self) -> None:
        while not self.is_over.is_set():
            body = json.dumps({"batch": calls(self.sent)}).encode()
            while not self.is_answered(body):
                time.sleep(0.05)
            self.sent += 1

    def wait_for_an_answer(self) -> None:
        before = self.sent
        wait_for(lambda: self.sent > before, SECONDS)

    def is_answered(self, body: bytes) -> bool:
        headers = {"Authorization": f"Basic {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/v1/batch", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return bool(answer.status == 200)
        except (http.client.HTTPException, OSError):
            return False


def calls(number: int) -> list[dict[str, object]]:
    visitor = {"anonymousId": f"a{number}"}
    return [
        {"type": "track", **visitor, "event": "Seen", "messageId": f"s{number}"},
        {"type": "identify", **visitor, "userId": f"u{number}", "messageId": f"i{number}"},
        {"type": "track", **visitor, "event": "Bought", "messageId": f"b{number}"},
    ]


@pytest.mark.crash
def test_whichever_process_is_killed_every_event_arrives_once(tmp_path: Path) -> None:
    dice = random.Random(29)  # noqa: S311  not a secret
    with Nursery(tmp_path) as nursery:
        nursery.call("make_workspace")
        key = nursery.call("make_source", "web")
    port = free_port()
    client = Client(f"http://127.0.0.1:{port}", key)
    server = started(tmp_path, port)
    client.start()
    try:
        for _round in range(KILLS // 4):
            client.wait_for_an_answer()
            time.sleep(dice.uniform(0.0, 1.0))
            everyone = [server, *server.children(recursive=True)]
            killed = dice.choice(everyone)
            killed.kill()
            if killed is server:
                psutil.wait_procs(everyone, timeout=60)
                server = started(tmp_path, port)
        client.wait_for_an_answer()
    finally:
        client.is_over.set()
        client.join(60)
        server.terminate()
        server.wait(60)
    with Nursery(tmp_path) as nursery:
        found = nursery.call("tracked")
    expected = [
        [f"u{n}", name] for n in range(client.sent) for name in ("Bought", "Seen", "identified")
    ]
    assert found["events"] == sorted(expected)
    assert found["different_events"] == 3 * client.sent


def started(folder: Path, port: int) -> psutil.Popen:
    """A server that answers. Nobody who was killed left it a port or a file in use."""
    process = psutil.Popen(
        [*RAABTA, "serve", "--port", str(port)],
        env=environment(folder, RAABTA_LOG="critical"),
        stderr=subprocess.DEVNULL,
    )
    wait_for(lambda: status(f"http://127.0.0.1:{port}/health") == 200, SECONDS)
    return process
