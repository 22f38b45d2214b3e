"""Idle memory and start-up time of `raabta serve`; yardstick: a bare Django project under Granian.

    python benchmarks/memory.py

PSS (proportional set size) of the whole process tree, so that shared pages count once.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

IDLE_SECONDS = 10
BARE = """
import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, INSTALLED_APPS=[])
django.setup()
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "bare.py").write_text(BARE)
        port = free_port()
        bare = measure(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)),
                *("--blocking-threads", "8", "--no-ws", "--no-log", "bare:application"),
            ],
            port,
            {"PYTHONPATH": folder},
        )
        port = free_port()
        command = "from raabta.config.cli import main; main()"
        kept = {**os.environ, "RAABTA_DATA": f"{folder}/data"}
        subprocess.run(
            [sys.executable, "-c", command, "migrate"],
            env=kept,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        ours = measure(
            [sys.executable, "-c", command, "serve", "--port", str(port)],
            port,
            {"RAABTA_DATA": f"{folder}/data"},
        )
    print(f"{'':24}{'ready after':>12}{'processes':>11}{'idle PSS':>12}")
    for name, (seconds, processes, megabytes) in (
        ("Raabta, 2 workers", ours),
        ("bare Django", bare),
    ):
        print(f"{name:24}{seconds:>10.1f} s{processes:>11}{megabytes:>9.0f} MB")


def measure(command: list[str], port: int, extra: dict[str, str]) -> tuple[float, int, float]:
    """Seconds until the first answer, number of processes, megabytes when idle."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RAABTA_")}
    started = time.monotonic()
    process = subprocess.Popen(command, env={**kept, **extra}, stderr=subprocess.DEVNULL)
    try:
        while not answers(port):
            if time.monotonic() > started + 60:
                raise SystemExit("no answer within a minute")
            time.sleep(0.05)
        ready = time.monotonic() - started
        time.sleep(IDLE_SECONDS)
        root = psutil.Process(process.pid)
        tree = [root, *root.children(recursive=True)]
        return ready, len(tree), sum(one.memory_full_info().pss for one in tree) / 2**20
    finally:
        process.terminate()
        process.wait(timeout=60)


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
