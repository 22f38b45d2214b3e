"""Everything held of one customer, as a file."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.shapes import Id
from raabta.customers.queries import people
from raabta.customers.services.person_export import (
    export_person,
    person_export_path,
    person_exports,
)
from raabta.kernel.models import Job
from raabta.messaging.signing import export_url

router = Router()


class DataExportOut(Schema):
    id: int
    state: str = Field(description="queued, running, done, failed or cancelled.")
    asked_at: datetime
    finished_at: datetime | None
    download_url: str | None = Field(
        description="Needs no key, so it can be sent to the person; works for seven days."
    )


def shape(job: Job) -> DataExportOut:
    is_there = job.state == Job.State.DONE and person_export_path(job).exists()
    return DataExportOut(
        id=job.pk,
        state=job.state,
        asked_at=job.created_at,
        finished_at=job.finished_at,
        download_url=export_url(job.pk) if is_there else None,
    )


@router.get(
    "/{int:customer_id}/data-exports",
    response=list[DataExportOut],
    summary="Exports of everything about one customer",
)
@allowed("customers.export")
def index(request: ApiRequest, customer_id: Id) -> Any:
    """Those of the last seven days, newest first."""
    workspace = request.auth.workspace
    get_object_or_404(people(workspace), pk=customer_id)
    return [shape(job) for job in person_exports(workspace, customer_id)]


@router.post(
    "/{int:customer_id}/data-exports",
    response={202: DataExportOut},
    summary="Export everything about one customer",
)
@allowed("customers.export")
def create(request: ApiRequest, customer_id: Id) -> Any:
    """One ZIP with JSON, CSV, messages and a README in the customer's language."""
    workspace = request.auth.workspace
    get_object_or_404(people(workspace), pk=customer_id)
    job = export_person(workspace=workspace, actor=request.auth.actor, customer_id=customer_id)
    return Status(202, shape(job))
