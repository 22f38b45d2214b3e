"""Background jobs: rows with progress, cancel, lease and retries, run by worker processes.

A job that dies with its process is run again when its lease ends, so a job must be able to
continue or repeat its work.
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q

from raabta.kernel import clock, disk
from raabta.kernel.models import Job
from raabta.kernel.stopping import stopping

log = structlog.get_logger()
LEASE = timedelta(seconds=30)
ATTEMPTS = 5
UNTIL_THERE_IS_ROOM = timedelta(seconds=30)
DEFAULT = "default"
WAREHOUSE = "warehouse"  # run by the process that owns the warehouse


class Cancelled(Exception):
    """Raised by `Run.progress` after somebody asked the job to stop."""


class Interrupted(Exception):
    """Raised by `Run.progress` when the process shuts down; the job goes on elsewhere."""


class UserError(Exception):
    """What went wrong, in words for the person who asked for the job; not retried."""


@dataclass
class Run:
    """What a running job holds: its row, and the way to tell how far it is."""

    job: Job

    @property
    def is_last_attempt(self) -> bool:
        """Whether the job is given up when it breaks this time."""
        return self.job.attempts >= ATTEMPTS

    @property
    def payload(self) -> dict[str, Any]:
        return dict(self.job.payload)

    def progress(self, done: int, total: int | None = None, **result: Any) -> None:
        """Store progress and renew the lease; `result` keys are kept on the row.

        Raises Cancelled or Interrupted when the job should stop here.
        """
        self.job.done = done
        if total is not None:
            self.job.total = total
        self.job.result = {**self.job.result, **result}
        Job.objects.filter(pk=self.job.pk).update(
            done=self.job.done,
            total=self.job.total,
            result=self.job.result,
            lease_until=clock.now() + LEASE,
        )
        for watcher in _watchers:
            watcher(self.job.done, self.job.total)
        if Job.objects.filter(pk=self.job.pk, is_cancel_requested=True).exists():
            raise Cancelled
        if stopping.is_set():
            raise Interrupted


_watchers: list[Callable[[int, int], None]] = []


@contextmanager
def watched(watcher: Callable[[int, int], None]) -> Iterator[None]:
    """Within the block, jobs run in this process also tell `watcher` how far they are."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


Function = Callable[[Run], None]


@dataclass(frozen=True)
class Kind:
    function: Function
    queue: str


_kinds: dict[str, Kind] = {}


def job(kind: str, *, queue: str = DEFAULT) -> Callable[[Function], Function]:
    """Register the function that runs jobs of this kind, called with a `Run`."""

    def add(function: Function) -> Function:
        if kind in _kinds:
            raise ValueError(f"two jobs are called {kind!r}")
        _kinds[kind] = Kind(function=function, queue=queue)
        return function

    return add


def enqueue(
    kind: str,
    *,
    workspace_id: int | None,
    payload: dict[str, Any] | None = None,
    requested_by_id: int | None = None,
    run_after: datetime | None = None,
) -> Job:
    """Ask for a job; inside a transaction it exists only if that commits."""
    now = clock.now()
    return Job.objects.create(
        workspace_id=workspace_id,
        kind=kind,
        queue=_kinds[kind].queue,
        payload=payload or {},
        requested_by_id=requested_by_id,
        created_at=now,
        run_after=run_after or now,
    )


def cancel(job_id: int) -> None:
    """Ask a job to stop: at once if it waits, else at its next progress."""
    Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, finished_at=clock.now()
    )
    Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(is_cancel_requested=True)


def run_next(queues: list[str]) -> bool:
    """Claim and run one due job of these queues. Returns whether there was one."""
    claimed = _claim(queues)
    if claimed is None:
        return False
    _run(claimed)
    return True


def _claim(queues: list[str]) -> Job | None:
    now = clock.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    for found in Job.objects.filter(free, queue__in=queues, run_after__lte=now).order_by("id")[:5]:
        won = Job.objects.filter(
            free, pk=found.pk, attempts=found.attempts, is_cancel_requested=False
        ).update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            started_at=found.started_at or now,
            lease_until=now + LEASE,
        )
        if won:
            return Job.objects.get(pk=found.pk)
        # its process died after somebody cancelled it
        Job.objects.filter(free, pk=found.pk, is_cancel_requested=True).update(
            state=Job.State.CANCELLED, finished_at=now
        )
    return None


def _run(claimed: Job) -> None:
    try:
        _kinds[claimed.kind].function(Run(claimed))
    except Cancelled:
        _finish(claimed, Job.State.CANCELLED)
    except Interrupted:
        _give_back(claimed, clock.now())
    except UserError as error:
        _finish(claimed, Job.State.FAILED, str(error))
    except Exception as error:
        log.exception("job failed", kind=claimed.kind, job_id=claimed.pk)
        if disk.is_full(error):  # that is no fault of the job, so it waits instead
            _give_back(claimed, clock.now() + UNTIL_THERE_IS_ROOM)
        elif claimed.attempts >= ATTEMPTS:
            _finish(claimed, Job.State.FAILED, traceback.format_exc(limit=-3))
        else:
            _give_back(claimed, clock.now() + timedelta(seconds=2**claimed.attempts))
    else:
        _finish(claimed, Job.State.DONE)


def _finish(claimed: Job, state: Job.State, error: str = "") -> None:
    Job.objects.filter(pk=claimed.pk).update(
        state=state, error=error, finished_at=clock.now(), lease_until=None
    )


def _give_back(claimed: Job, run_after: datetime) -> None:
    with transaction.atomic():
        Job.objects.filter(pk=claimed.pk).update(
            state=Job.State.QUEUED, run_after=run_after, lease_until=None
        )
