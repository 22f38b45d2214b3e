"""`raabta import`: the wizard's steps without the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from raabta.customers.models import Import
from raabta.customers.services.imports import (
    FileTooLarge,
    NotReady,
    UnreadableFile,
    change_mapping,
    receive_file,
    start_import,
)
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.kernel.registry import UnknownMember
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

COMMAND = Actor(label="raabta import", via="import")


class Unimportable(Exception):
    """The message says why, and what to do."""


@dataclass(frozen=True)
class Report:
    counts: dict[str, int]
    url: str


def import_now(
    workspace: Workspace,
    file: Path,
    *,
    target: str,
    columns: dict[str, str],
    options: dict[str, str],
    progress: Callable[[int, int], None],
) -> Report:
    """Import the file in this process, or in a running worker if that is quicker to take it.

    Raises Unimportable; what was imported by then is kept and can be reverted in the pages.
    """
    try:
        with file.open("rb") as opened:
            row = receive_file(
                workspace=workspace,
                actor=COMMAND,
                target=target,
                filename=file.name,
                pieces=iter(lambda: opened.read(1 << 20), b""),
            )
        names = list(row.layout["columns"])
        chosen = {str(names.index(name)): field for name, field in columns.items() if name in names}
        if unknown := columns.keys() - set(names):
            raise Unimportable(f"the file has no column {sorted(unknown)}; it has {names}")
        change_mapping(row=row, mapping={**row.mapping, **chosen}, options=options)
        started = start_import(workspace=workspace, row=row, actor=COMMAND)
    except (FileTooLarge, NotReady, UnreadableFile, UnknownMember, ValueError) as error:
        raise Unimportable(str(error)) from error
    with jobs.watched(progress):
        while not (job := Job.objects.get(pk=started.job_id or 0)).is_over:
            jobs.run_next([jobs.DEFAULT])
    if job.state != Job.State.DONE:
        raise Unimportable(job.error or f"the import was {job.state}")
    done = Import.objects.get(pk=row.pk)
    return Report(done.counts, settings.BASE_URL + reverse("web:imports:show", args=[row.pk]))
