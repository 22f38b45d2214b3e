"""Receive an uploaded archive and take it in as a new workspace, in the background."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import User
from raabta.workspaces.services.accounts import create_workspace
from raabta.workspaces.services.arriving import IMPORT, name_in
from raabta.workspaces.workspace_export import in_order

FOLDER = "arrivals"
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
        told = name_in(path)
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
