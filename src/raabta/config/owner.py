"""Analytical work of a command: here when the warehouse is free, else in the process that owns it."""

from collections.abc import Callable
from typing import Any

from raabta.config.console import follow
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.warehouse import engine


def ask_owner(
    kind: str,
    *,
    here: Callable[[], dict[str, Any] | None],
    workspace_id: int | None = None,
    payload: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Run `here`, or the job of this kind in the running server. Returns the result."""
    if engine.is_owner():
        try:
            return here() or {}
        finally:
            engine.close()
    job = jobs.enqueue(kind, workspace_id=workspace_id, payload=payload)
    follow(job.pk, kind)
    return dict(Job.objects.get(pk=job.pk).result)
