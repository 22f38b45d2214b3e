"""Receive an uploaded archive and take it in as a new workspace, in the background."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.leaving.archive import UnreadableArchive
from raabta.workspaces.leaving.new_ids import NewIds
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.services import arriving
from raabta.workspaces.services.accounts import create_workspace
from raabta.workspaces.workspace_export import in_order

IMPORT = "workspaces.import"
FOLDER = "arrivals"
BEAT_SECONDS = 5
LARGEST = 4 * 2**30  # bytes of an upload; larger ones come by the command


class ArchiveTooLarge(Exception):
    """The message says how large an upload may be."""


class ArrivalUnderWay(Exception):
    """An archive of this user is being taken in already."""


def receive_archive(*, user: User, actor: Actor, name: str, pieces: Iterable[bytes]) -> Job:
    """Keep the upload, make the workspace it will fill and start filling it.

    Raises ArrivalUnderWay, ArchiveTooLarge or UnreadableArchive; then nothing is kept.
    """
    if any(not job.is_over for job in arrivals_of(user)):
        raise ArrivalUnderWay(_("An archive of yours is being taken in already."))
    path = Path(settings.FILES) / FOLDER / f"{uuid.uuid4().hex}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _store(path, pieces)
        told = arriving.name_in(path)
        return start_arrival(user=user, actor=actor, name=name or told, path=path, is_upload=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@transaction.atomic
def start_arrival(
    *, user: User, actor: Actor, name: str, path: Path, is_upload: bool = False
) -> Job:
    """Make a workspace of the archive at this path; an upload is removed afterwards."""
    made = create_workspace(name=name, owner=user)
    payload = {
        "path": str(path.resolve()),
        "owner_id": user.pk,
        "actor": asdict(actor),
        "name": name,
        "is_upload": is_upload,
    }
    return jobs.enqueue(IMPORT, workspace_id=made.pk, payload=payload, requested_by_id=user.pk)


def run_import(run: jobs.Run, workspace: Workspace) -> None:
    """The job. One that died before its rows were committed begins again, for nothing is left of
    it; one that died later goes on with what is made of the rows.
    """
    path = Path(run.payload["path"])
    beat = _Heart(run).beat
    try:
        kept = run.job.result.get("new_ids")
        if kept:
            counts = dict(run.job.result["counts"])
            arriving.finish_arrival(
                workspace=workspace, path=path, ids=NewIds.from_stored(kept), beat=beat
            )
        else:
            counts = arriving.import_workspace(
                workspace=workspace,
                actor=Actor(**run.payload["actor"]),
                path=path,
                owner_id=run.payload["owner_id"],
                progress=run.progress,
                keep=lambda ids, counts: run.progress(
                    run.job.done, new_ids=ids.stored(), counts=counts
                ),
                beat=beat,
            )
    except (arriving.NotEmpty, UnreadableArchive) as error:
        _give_up(run, workspace, path)
        words = (
            _("The workspace is not empty.") if isinstance(error, arriving.NotEmpty) else str(error)
        )
        raise jobs.UserError(words) from error
    except jobs.Cancelled:
        _give_up(run, workspace, path)
        raise
    run.progress(run.job.done, counts=counts, new_ids=None)
    _remove_upload(run, path)


def _give_up(run: jobs.Run, workspace: Workspace, path: Path) -> None:
    arriving.take_away_empty(workspace)
    _remove_upload(run, path)


def _remove_upload(run: jobs.Run, path: Path) -> None:
    if run.payload.get("is_upload"):
        path.unlink(missing_ok=True)


@dataclass
class _Heart:
    """Renews the lease of a job from time to time."""

    run: jobs.Run
    last: float = 0.0

    def beat(self) -> None:
        now = clock.now().timestamp()
        if now - self.last > BEAT_SECONDS:
            self.last = now
            self.run.progress(self.run.job.done)


def arrivals_of(user: User) -> list[Job]:
    """The newest arrivals that a user asked for."""
    asked = Job.objects.filter(kind=IMPORT, requested_by_id=user.pk)
    return list(asked.order_by("-pk")[:20])


def counts_of(job: Job) -> list[tuple[str, int]]:
    """What arrived, in the words and the order of the contexts."""
    counts = job.result.get("counts") or {}
    told = (
        (str(one.label), sum(counts.get(table.model_name, 0) for table in one.tables))
        for one in in_order()
    )
    return [(label, count) for label, count in told if count]


def _store(path: Path, pieces: Iterable[bytes]) -> None:
    size = 0
    with path.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                words = _("An archive may have at most %(most)s MB here; use the command instead.")
                raise ArchiveTooLarge(words % {"most": LARGEST // 2**20})
            file.write(piece)
