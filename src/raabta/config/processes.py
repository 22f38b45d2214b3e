"""What each process of `raabta serve` runs, and how it stops."""

import signal
from threading import Thread

import structlog
from django.conf import settings
from django.db import close_old_connections

from raabta.kernel import jobs, pumps
from raabta.kernel.stopping import stopping

log = structlog.get_logger()
IDLE_SECONDS = 0.2


def warehouse_is_exclusive() -> bool:
    """DuckDB has one owning process (the web process); ClickHouse serves any number."""
    return str(settings.WAREHOUSE_URL).startswith(("duckdb:", "chdb:"))


def run_worker() -> None:
    """Jobs in this thread, pumps in others, until SIGTERM or SIGINT."""
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGINT, lambda *_: stopping.set())
    shared = not warehouse_is_exclusive()
    threads = pumps.start(everywhere=True, warehouse=shared)
    run_jobs([jobs.DEFAULT, jobs.WAREHOUSE] if shared else [jobs.DEFAULT])
    for thread in threads:
        thread.join(timeout=20)


def start_web_threads() -> list[Thread]:
    """In the web process that owns an embedded warehouse: its pumps and its jobs."""
    if not warehouse_is_exclusive():
        return []
    runner = Thread(target=run_jobs, args=([jobs.WAREHOUSE],), daemon=True)
    runner.start()
    return [runner, *pumps.start(everywhere=False, warehouse=True)]


def run_jobs(queues: list[str]) -> None:
    while not stopping.is_set():
        try:
            found = jobs.run_next(queues)
        except Exception:
            log.exception("job runner failed")
            found = False
        close_old_connections()
        if not found:
            stopping.wait(IDLE_SECONDS)
