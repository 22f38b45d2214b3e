"""`raabta serve`: one command that keeps the web process and the workers alive.

The parent loads Django once and forks the workers, which share its memory; it opens no thread,
database connection or warehouse of its own while they run.
"""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from raabta.config.parents import end_with_parent

log = structlog.get_logger()
QUICK_DEATH_SECONDS = 5
MOST_REST_SECONDS = 30
PATIENCE_SECONDS = 30


@dataclass
class Child:
    name: str
    start: Callable[[], int]
    pid: int = 0
    started: float = 0.0
    quick_deaths: int = 0
    rest_until: float = 0.0


class Supervisor:
    def __init__(self, *, host: str, port: int, workers: int) -> None:
        self.children = [Child("web", lambda: start_web(host, port))]
        self.children += [Child(f"worker {n + 1}", fork_worker) for n in range(workers)]
        self.stopping = False

    def run(self) -> None:
        """Until SIGTERM or SIGINT; then stop every child and wait for it."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        gc.freeze()
        while not self.stopping:
            self._reap()
            for child in self.children:
                if not child.pid and time.monotonic() >= child.rest_until and not self.stopping:
                    child.pid, child.started = child.start(), time.monotonic()
            time.sleep(0.1)
        self._end()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _reap(self) -> None:
        for child in self.children:
            if child.pid and _is_over(child.pid):
                quick = time.monotonic() - child.started < QUICK_DEATH_SECONDS
                child.quick_deaths = child.quick_deaths + 1 if quick else 0
                rest = min(MOST_REST_SECONDS, 2**child.quick_deaths - 1)
                child.pid, child.rest_until = 0, time.monotonic() + rest
                log.error("a process ended and is started again", process=child.name, rest=rest)

    def _end(self) -> None:
        for child in self.children:
            if child.pid:
                os.kill(child.pid, signal.SIGTERM)
        end = time.monotonic() + PATIENCE_SECONDS
        for child in self.children:
            while child.pid and not _is_over(child.pid):
                if time.monotonic() > end:
                    os.kill(child.pid, signal.SIGKILL)
                time.sleep(0.05)


def start_web(host: str, port: int) -> int:
    arguments = [
        *("--interface", "wsgi", "--workers", "1", "--blocking-threads", "8", "--no-ws"),
        *("--host", host, "--port", str(port), "--backlog", "1024", "--no-log"),
        *("--workers-kill-timeout", "15", "raabta.config.wsgi:application"),
    ]
    environment = {**os.environ, "RAABTA_PROCESS": "web"}
    command, supervisor = [sys.executable, "-m", "granian", *arguments], os.getpid()
    process = subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: end_with_parent(supervisor),  # noqa: PLW1509  one thread runs here
    )
    return process.pid


def fork_worker() -> int:
    supervisor, pid = os.getpid(), os.fork()
    if pid:
        return pid
    os.setsid()
    end_with_parent(supervisor)
    code = 1
    try:
        from raabta.config.processes import run_worker

        run_worker()
        code = 0
    finally:
        os._exit(code)


def _is_over(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True
