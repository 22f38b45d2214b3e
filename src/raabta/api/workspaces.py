"""Take in the archive of a workspace as a new one: `/workspaces/imports`."""

from datetime import datetime
from typing import Any

from django.http import Http404
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import problems_from
from raabta.api.shapes import Id, Text
from raabta.kernel.models import Job
from raabta.workspaces.leaving.archive import UnreadableArchive
from raabta.workspaces.services import arrivals

router = Router()


class ArrivalIn(Schema):
    name: Text = Field("", max_length=100, description="Left empty, it keeps the name it had.")


class ArrivalOut(Schema):
    id: int
    state: str = Field(description="queued, running, done, failed or cancelled.")
    name: str
    done: int
    total: int
    counts: dict[str, int] = Field(description="Rows that arrived, by their model.")
    problem: str
    asked_at: datetime
    finished_at: datetime | None


@router.get("/imports", response=list[ArrivalOut], summary="Archives being taken in")
@allowed("workspace.export")
def index(request: ApiRequest) -> Any:
    """Those that the person behind the key asked for, the newest first."""
    return [shape(job) for job in arrivals.arrivals_of(request.auth.key.made_by)]


@router.post("/imports", response={202: ArrivalOut}, summary="Take in an archive")
@allowed("workspace.export")
def create(request: ApiRequest, body: Form[ArrivalIn], file: File[UploadedFile]) -> Any:
    """It becomes a new workspace, owned by the person who made the key: all of it, or nothing."""
    invalid = (UnreadableArchive, arrivals.ArchiveTooLarge)
    with problems_from("Nothing was kept.", conflicts=(arrivals.ArrivalUnderWay,), invalid=invalid):
        job = arrivals.receive_archive(
            user=request.auth.key.made_by,
            actor=request.auth.actor,
            name=body.name.strip(),
            pieces=file.chunks(),
        )
    return Status(202, shape(job))


@router.get("/imports/{int:arrival_id}", response=ArrivalOut, summary="One archive's arrival")
@allowed("workspace.export")
def show(request: ApiRequest, arrival_id: Id) -> Any:
    for job in arrivals.arrivals_of(request.auth.key.made_by):
        if job.pk == arrival_id:
            return shape(job)
    raise Http404(arrival_id)


def shape(job: Job) -> ArrivalOut:
    return ArrivalOut(
        id=job.pk,
        state=job.state,
        name=job.payload["name"],
        done=job.done,
        total=job.total,
        counts=job.result.get("counts") or {},
        problem=job.error if job.state == Job.State.FAILED else "",
        asked_at=job.created_at,
        finished_at=job.finished_at,
    )
