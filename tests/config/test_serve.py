"""`raabta serve` as a whole: ready, heals a dead worker, stops cleanly and keeps accepted work."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.running import RAABTA, environment, free_port


@dataclass
class Server:
    process: "subprocess.Popen[bytes]"
    url: str
    environment: dict[str, str]

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*RAABTA, *words], env=self.environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    port, environ = free_port(), environment(tmp_path / "data")
    process = subprocess.Popen(
        [*RAABTA, "serve", "--port", str(port)], env=environ, stderr=subprocess.DEVNULL
    )
    made = Server(process, f"http://127.0.0.1:{port}", environ)
    wait_for(lambda: status(made.url + "/accounts/login/") == 200)
    yield made
    process.terminate()
    process.wait(timeout=40)


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_for(truth: "object", seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not truth():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def test_a_killed_worker_is_started_again_and_the_pages_stay(server: Server) -> None:
    parent = psutil.Process(server.process.pid)

    def workers() -> set[int]:
        alive = [c for c in parent.children() if c.status() != psutil.STATUS_ZOMBIE]
        return {c.pid for c in alive if "granian" not in " ".join(c.cmdline())}

    before = workers()
    victim = next(iter(before))
    os.kill(victim, signal.SIGKILL)
    wait_for(lambda: victim not in workers() and len(workers()) == len(before))
    assert status(server.url + "/accounts/login/") == 200


def test_sigterm_ends_every_process(server: Server) -> None:
    tree = psutil.Process(server.process.pid).children(recursive=True)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=40) == 0
    gone, alive = psutil.wait_procs(tree, timeout=5)
    assert alive == []
    assert len(gone) == len(tree)


def test_a_command_asks_the_running_server_for_what_it_owns(server: Server) -> None:
    done = server.run("warehouse", "rebuild")
    assert done.returncode == 0, done.stderr
    assert "rebuilt" in done.stdout


def test_the_demo_is_loaded_and_then_served_with_its_warehouse(tmp_path: Path) -> None:
    port, environ = free_port(), environment(tmp_path / "data")
    told = (tmp_path / "told").open("w+")
    process = subprocess.Popen(
        [*RAABTA, "demo", "--serve", "--port", str(port)],
        env=environ, stdout=subprocess.DEVNULL, stderr=told,
    )  # fmt: skip
    try:
        made = Server(process, f"http://127.0.0.1:{port}", environ)
        wait_for(lambda: status(made.url + "/health") == 200, seconds=120)
        counted = made.run("audience", "count", "Regulars")
        assert counted.returncode == 0, counted.stderr
        assert made.run("audience", "pull", f"{tmp_path}/files").returncode == 0
        planned = made.run("audience", "plan", f"{tmp_path}/files")
        assert planned.returncode == 0, planned.stderr
        assert "0 to change" in planned.stdout
        told.seek(0)
        assert "pump failed" not in told.read()
    finally:
        process.terminate()
        process.wait(timeout=40)
        told.close()
