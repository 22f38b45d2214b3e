"""Write everything that a workspace holds into one archive."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import transaction

import raabta
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.leaving.archive import Writer
from raabta.workspaces.leaving.values import described, fields_of, to_json
from raabta.workspaces.models import Membership, Workspace
from raabta.workspaces.services.accounts import SETTINGS
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.workspace_export import Row, Table, all_tables, in_order

EXPORT = "workspaces.export"
KEPT_DAYS = 7  # the files of all exports are removed by one duty
CHUNK = 2_000
Progress = Callable[[int, int], None]


class UnderWay(Exception):
    """An export of the workspace is being made already."""


@transaction.atomic
def request_export(*, workspace: Workspace, actor: Actor) -> Job:
    """Start an export. Raises UnderWay."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    last = exports_of(workspace)[:1]
    if last and not last[0].is_over:
        raise UnderWay
    job = jobs.enqueue(EXPORT, workspace_id=workspace.pk, requested_by_id=actor.user_id)
    note(workspace, actor, "workspace.exported", {"job": job.pk})
    return job


def exports_of(workspace: Workspace) -> list[Job]:
    """Those that may still be downloaded, and those under way; the newest first."""
    edge = clock.now() - timedelta(days=KEPT_DAYS)
    rows = Job.objects.filter(workspace_id=workspace.pk, kind=EXPORT, created_at__gt=edge)
    return list(rows.order_by("-pk")[:20])


def export_path(job: Job) -> Path:
    """In the folder of the other exports, which are removed after KEPT_DAYS."""
    return Path(settings.FILES) / "exports" / str(job.workspace_id) / f"{job.pk}.zip"


def note(workspace: Workspace, actor: Actor, verb: str, detail: Row) -> None:
    record_audit(workspace=workspace, actor=actor, verb=verb, target=workspace, detail=detail)


def run_export(run: jobs.Run, workspace: Workspace) -> None:
    """The job that writes the file; one that died begins again."""
    path = Path(run.payload.get("path") or export_path(run.job))
    manifest = export_workspace(workspace=workspace, path=path, progress=run.progress)
    run.progress(run.job.done, size=path.stat().st_size, files=len(manifest["files"]))


def export_workspace(
    *, workspace: Workspace, path: Path, progress: Progress = lambda done, total: None
) -> dict[str, Any]:
    """Write the archive beside `path` and then move it there. Returns the manifest.

    Others go on writing meanwhile. What came while the archive was written may be inside in
    part; the import leaves out what then points nowhere.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    try:
        with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=3) as archive:
            manifest = _write(workspace, Writer(archive), progress)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(path)
    return manifest


def _write(workspace: Workspace, writer: Writer, progress: Progress) -> dict[str, Any]:
    tables = list(all_tables())
    total = sum(_rows(workspace, table).count() for table in tables)
    done = 0
    for table in tables:

        def counted(rows: Iterator[Row]) -> Iterator[Row]:
            nonlocal done
            for row in rows:
                done += 1
                if done % CHUNK == 0:
                    progress(done, max(done, total))
                yield row

        ends = _Ends()
        told = {"model": table.model_name, "columns": described(table), "ids": ends.ids}
        writer.lines(path_of(table), counted(ends.seen(_outgoing(workspace, table))), **told)
    for member in in_order():
        member.write_files(workspace, writer)
    progress(done, max(done, total))
    return writer.close(
        version=raabta.__version__,
        made_at=clock.now().isoformat(),
        base_url=settings.BASE_URL,
        workspace={name: getattr(workspace, name) for name in SETTINGS},
        members=_members(workspace),
        left_out={label: why for one in in_order() for label, why in one.left_out.items()},
    )


class _Ends:
    """The first and the last id that were written."""

    def __init__(self) -> None:
        self.ids: list[int] = []

    def seen(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            self.ids[:] = [self.ids[0] if self.ids else row["id"], row["id"]]
            yield row


def path_of(table: Table) -> str:
    return f"records/{table.name}.jsonl"


def _rows(workspace: Workspace, table: Table) -> Any:
    return table.model._base_manager.filter(workspace=workspace)


def _outgoing(workspace: Workspace, table: Table) -> Iterator[Row]:
    names = [one.attname for one in fields_of(table)]
    rows = _rows(workspace, table).order_by("pk").values_list(*names)
    for values in rows.iterator(chunk_size=CHUNK):
        row = dict(zip(names, values, strict=True))
        table.outgoing(row)
        yield {name: to_json(value) for name, value in row.items()}


def _members(workspace: Workspace) -> list[dict[str, str]]:
    """Who worked here, to be invited again; nobody's password leaves."""
    rows = Membership.objects.filter(workspace=workspace).select_related("user").order_by("pk")
    return [{"name": one.user.name, "email": one.user.email, "role": one.role} for one in rows]
