"""What visitors submitted: `/forms/submissions`."""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import Problem
from raabta.api.shapes import Id, Page, PageQuery, page_of
from raabta.forms.models import FormFile, FormSubmission
from raabta.forms.queries import files, submissions
from raabta.forms.services import reviewing
from raabta.forms.uploads import path_of
from raabta.workspaces.models import Workspace

router = Router()


class FileOut(Schema):
    id: int
    field: str
    filename: str
    content_type: str = Field(description="By the content, not by the name.")
    size: int


class FileContentOut(FileOut):
    content: str = Field(description="The bytes in base 64. A stranger sent them.")


class SubmissionOut(Schema):
    id: int
    form_id: int
    customer_id: int | None
    state: str = Field(description="received, accepted, held or discarded.")
    reasons: list[str] = Field(description="Why it is held.")
    remarks: list[str]
    answers: dict[str, Any]
    language: str
    page_url: str
    referrer: str
    received_at: datetime
    files: list[FileOut]


class SubmissionQuery(PageQuery):
    form_id: Id | None = None
    state: Literal["received", "accepted", "held", "discarded"] | None = None


def shaped(workspace: Workspace, rows: Sequence[FormSubmission]) -> list[SubmissionOut]:
    sent: defaultdict[int, list[FormFile]] = defaultdict(list)
    for file in files(workspace).filter(submission__in=[row.pk for row in rows]):
        sent[file.submission_id].append(file)
    own = SubmissionOut.model_fields.keys() - {"files"}
    return [
        SubmissionOut(
            **{name: getattr(row, name) for name in own},
            files=[FileOut.from_orm(file) for file in sent[row.pk]],
        )
        for row in rows
    ]


@router.get("/submissions", response=Page[SubmissionOut], summary="List submissions")
@allowed("forms.submissions")
def index(request: ApiRequest, query: Query[SubmissionQuery]) -> Any:
    workspace = request.auth.workspace
    rows = submissions(workspace).order_by()
    if query.form_id is not None:
        rows = rows.filter(form=query.form_id)
    if query.state:
        rows = rows.filter(state=query.state)
    return page_of(rows, query, lambda found: shaped(workspace, found))


@router.get("/submissions/{int:submission_id}", response=SubmissionOut, summary="Read a submission")
@allowed("forms.submissions")
def show(request: ApiRequest, submission_id: Id) -> Any:
    return _one(request.auth.workspace, submission_id)


@router.put(
    "/submissions/{int:submission_id}/acceptance",
    response=SubmissionOut,
    summary="Accept a held submission",
)
@allowed("forms.submissions")
def accept(request: ApiRequest, submission_id: Id) -> Any:
    """It becomes a customer in a moment. One that was thrown away can be accepted as well."""
    return _decided(request, submission_id, reviewing.accept_submission)


@router.put(
    "/submissions/{int:submission_id}/refusal",
    response=SubmissionOut,
    summary="Throw a held submission away",
)
@allowed("forms.submissions")
def refuse(request: ApiRequest, submission_id: Id) -> Any:
    return _decided(request, submission_id, reviewing.discard_submission)


@router.delete(
    "/submissions/{int:submission_id}", response={204: None}, summary="Delete a submission"
)
@allowed("forms.submissions")
def delete(request: ApiRequest, submission_id: Id) -> Any:
    """What came of it stays with the customer. It comes back under Undo."""
    workspace = request.auth.workspace
    row = get_object_or_404(submissions(workspace), pk=submission_id)
    reviewing.delete_submissions(
        workspace=workspace, actor=request.auth.actor, submission_ids=[row.pk]
    )
    return Status(204, None)


@router.get("/files/{int:file_id}", response=FileContentOut, summary="Read a file that was sent")
@allowed("forms.submissions")
def file(request: ApiRequest, file_id: Id) -> Any:
    row = get_object_or_404(files(request.auth.workspace), pk=file_id)
    path = path_of(row.token)
    if not path.is_file():
        raise Http404
    content = b64encode(path.read_bytes()).decode()
    return FileContentOut(**FileOut.from_orm(row).model_dump(), content=content)


def _one(workspace: Workspace, submission_id: int) -> SubmissionOut:
    row = get_object_or_404(submissions(workspace), pk=submission_id)
    return shaped(workspace, [row])[0]


def _decided(request: ApiRequest, submission_id: int, decide: reviewing.Decision) -> SubmissionOut:
    workspace = request.auth.workspace
    row = get_object_or_404(submissions(workspace), pk=submission_id)
    if not decide(workspace=workspace, actor=request.auth.actor, submission_id=row.pk):
        raise Problem(409, "It is decided already. Nothing was changed.")
    return _one(workspace, row.pk)
