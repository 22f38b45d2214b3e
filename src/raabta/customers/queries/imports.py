"""Questions about imports: how far, and what became of the rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from raabta.customers.models import Import, RejectedRow
from raabta.kernel import clock
from raabta.kernel.models import Job
from raabta.workspaces.models import Workspace

BATCH = 1_000


@dataclass(frozen=True)
class Progress:
    """A running import or revert as it stands now."""

    state: str  # of the import, or "failed" when its job broke
    done: int
    total: int
    per_second: int
    is_over: bool
    error: str


def progress_of(row: Import) -> Progress:
    job = Job.objects.filter(pk=row.job_id).first() if row.job_id else None
    broke = job is not None and job.state == Job.State.FAILED and not row.is_over
    seconds = (
        (row.finished_at or clock.now()) - (row.started_at or row.created_at)
    ).total_seconds()
    return Progress(
        state=Import.State.FAILED if broke else row.state,
        done=row.rows_read,
        total=max(row.total_rows, row.rows_read),
        per_second=round(row.rows_read / seconds) if seconds >= 1 else 0,
        is_over=row.is_over or broke,
        error=row.error or (job.error if job and broke else ""),
    )


def reasons_of(row: Import) -> list[tuple[str, int]]:
    """How many rows were rejected for which reason, the most frequent first."""
    found = RejectedRow.objects.filter(run=row).values_list("reason").annotate(n=Count("id"))
    return [(reason, count) for reason, count in found.order_by("-n", "reason")]


def some_rejected(row: Import, limit: int) -> list[RejectedRow]:
    return list(RejectedRow.objects.filter(run=row).order_by("line")[:limit])


def all_rejected(workspace: Workspace, run_id: int) -> Iterator[RejectedRow]:
    """Every rejected row by line, a batch at a time."""
    last = 0
    while True:
        batch = list(
            RejectedRow.objects.filter(workspace=workspace, run=run_id, line__gt=last).order_by(
                "line"
            )[:BATCH]
        )
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1].line
