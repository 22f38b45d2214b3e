"""Export people to a file: made in the background, downloaded by who may, written to the audit."""

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from raabta.customers.columns import Column, columns_of, rows_of
from raabta.customers.frozen import forget, thaw
from raabta.customers.selection import Selection
from raabta.customers.services.bulk_jobs import (
    EXPORT,
    SELECT_HERE,
    SELECT_IN_WAREHOUSE,
    select_and,
)
from raabta.customers.services.sensitive import record_reading
from raabta.customers.table_files import FORMATS, table_file
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

KEEP = timedelta(days=7)


@transaction.atomic
def export_people(
    *,
    workspace: Workspace,
    actor: Actor,
    selection: Selection,
    columns: Sequence[str],
    kind: str,
    name: str,
    language: str = "en",
) -> Job:
    """Start an export; `columns` are keys that the actor may see, `kind` is one of FORMATS."""
    if kind not in FORMATS:
        raise ValueError(kind)
    payload = {
        "columns": list(columns),
        "format": kind,
        "name": name,
        "language": language,
        "actor": {"label": actor.label, "via": actor.via, "user_id": actor.user_id},
    }
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="customers.exported",
        target=name,
        detail={"format": kind, "columns": list(columns)},
    )
    return select_and(EXPORT, payload, workspace=workspace, actor=actor, selection=selection)


def run_export(run: jobs.Run, workspace: Workspace) -> None:
    """The job that writes the file; one that died begins again."""
    payload = run.payload
    path = export_path(run.job)
    every = columns_of(workspace)
    columns = [every[key] for key in payload["columns"] if key in every]
    done = 0
    read: list[int] = []
    run.progress(0, payload["count"])
    try:
        with override(payload["language"]):
            headings = [str(column.label) for column in columns]
            with table_file(path, payload["format"], headings) as write:
                for ids in thaw(payload["file"]):
                    read += ids
                    for row in rows_of(workspace, columns, ids):
                        write(row)
                        done += 1
                    run.progress(done)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    _note_reading(workspace, payload, columns, read)
    run.progress(done, done, file=path.name, size=path.stat().st_size)
    forget(payload["file"])


def _note_reading(
    workspace: Workspace, payload: dict[str, Any], columns: Sequence[Column], ids: list[int]
) -> None:
    sensitive = [column.key for column in columns if column.field and column.field.is_sensitive]
    if sensitive:
        actor = Actor(**payload["actor"])
        record_reading(
            workspace=workspace, actor=actor, customer_ids=ids, fields=sensitive, place="export"
        )


def export_of(workspace: Workspace, job_id: int) -> Job:
    """The job that writes the file, or the one that chooses its people while that goes on.

    Raises Job.DoesNotExist.
    """
    known = Job.objects.filter(workspace_id=workspace.pk)
    job = known.get(pk=job_id, kind__in=[SELECT_HERE, SELECT_IN_WAREHOUSE, EXPORT])
    if job.kind != EXPORT and job.payload["then"] != EXPORT:
        raise Job.DoesNotExist
    return known.filter(pk=job.result.get("next_job", 0), kind=EXPORT).first() or job


def export_path(job: Job) -> Path:
    return _folder() / str(job.workspace_id) / f"{job.pk}.{job.payload['format']}"


def download_name(job: Job) -> str:
    """A file name that every system takes."""
    stem = re.sub(r"[^\w.-]+", "-", job.payload["name"]).strip("-.")[:80]
    return f"{stem or _('customers')}.{job.payload['format']}"


@transaction.atomic
def note_download(*, workspace: Workspace, actor: Actor, job: Job) -> None:
    detail = {"rows": job.done, "job": job.pk}
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="customers.downloaded",
        target=job.payload["name"],
        detail=detail,
    )


def forget_old_exports() -> int:
    """Remove files older than KEEP. Returns how many."""
    edge, removed = (clock.now() - KEEP).timestamp(), 0
    for path in _folder().glob("*/*"):
        if path.stat().st_mtime < edge:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _folder() -> Path:
    return Path(settings.FILES) / "exports"
