"""The members of an audience as a file, written in the background."""

from typing import Any

from django.http import FileResponse, Http404
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed, demand
from raabta.api.audiences.rules import audience_of
from raabta.api.shapes import Body, Id, Text, refuse
from raabta.audiences.selections import Members
from raabta.customers.columns import columns_of
from raabta.customers.services.exports import (
    download_name,
    export_of,
    export_path,
    export_people,
    note_download,
)
from raabta.customers.table_files import FORMATS
from raabta.kernel.models import Job
from raabta.workspaces.models import Workspace

router = Router()


class ExportIn(Body):
    format: Text = Field("csv", description="csv, xlsx or parquet.")
    columns: list[Text] = Field(
        ["id", "name", "email", "phone"], min_length=1, max_length=100,
        description="Keys such as id, name, email, attributes.size.",
    )  # fmt: skip


class ExportOut(Schema):
    id: int
    state: str = Field(description="queued, running, done, failed or cancelled.")


@router.post(
    "/{int:audience_id}/exports", response={202: ExportOut}, summary="Write the members to a file"
)
@allowed("customers.export")
def create_export(request: ApiRequest, audience_id: Id, body: ExportIn) -> Any:
    demand(request, "audiences.view")
    workspace = request.auth.workspace
    audience = audience_of(workspace, audience_id)
    _refuse_unknown(request, workspace, body)
    job = export_people(
        workspace=workspace,
        actor=request.auth.actor,
        selection=Members(audience=audience.pk),
        columns=body.columns,
        kind=body.format,
        name=audience.name,
    )
    return Status(202, ExportOut(id=job.pk, state=job.state))


@router.get("/exports/{int:export_id}", response=ExportOut, summary="How an export stands")
@allowed("customers.export")
def show_export(request: ApiRequest, export_id: Id) -> Any:
    job = _export(request.auth.workspace, export_id)
    return ExportOut(id=export_id, state=job.state)


@router.get("/exports/{int:export_id}/file", summary="Download an export")
@allowed("customers.export")
def download(request: ApiRequest, export_id: Id) -> Any:
    """Kept for seven days; the audit trail notes who takes it."""
    job = _export(request.auth.workspace, export_id)
    if job.state != Job.State.DONE or not export_path(job).exists():
        raise Http404
    note_download(workspace=request.auth.workspace, actor=request.auth.actor, job=job)
    return FileResponse(
        export_path(job).open("rb"),
        as_attachment=True,
        filename=download_name(job),
        content_type=FORMATS[job.payload["format"]],
    )


def _refuse_unknown(request: ApiRequest, workspace: Workspace, body: ExportIn) -> None:
    """Columns that do not exist or that this key may not see, and formats that are not written."""
    every = columns_of(workspace)
    seen = {key for key, one in every.items() if request.auth.may(one.permission)}
    problems = [
        {"where": f"body.columns.{at}", "message": "There is no such column."}
        for at, key in enumerate(body.columns)
        if key not in seen
    ]
    if body.format not in FORMATS:
        problems.append({"where": "body.format", "message": f"Choose one of {', '.join(FORMATS)}."})
    if problems:
        refuse(problems)


def _export(workspace: Workspace, export_id: int) -> Job:
    try:
        return export_of(workspace, export_id)
    except Job.DoesNotExist as error:
        raise Http404 from error
