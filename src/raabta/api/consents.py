"""The consent ledger as a whole: verify it."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import Problem
from raabta.customers.services.consent_proof import last_verification, request_verification
from raabta.kernel.models import Job

router = Router()


class Finding(Schema):
    customer_id: int = Field(description="0 for the anchor, which is about everybody.")
    kind: str
    position: int = Field(description="The first line where it shows; 0 when it cannot be told.")


class LedgerVerification(Schema):
    state: str = Field(description="queued, running, done, failed or cancelled.")
    asked_at: datetime
    finished_at: datetime | None
    holds: bool | None = Field(description="Null until it is done.")
    lines: int
    customers: int
    broken_count: int
    broken: list[Finding] = Field(description="At most 200.")


def shape(job: Job) -> LedgerVerification:
    result = job.result
    return LedgerVerification(
        state=job.state,
        asked_at=job.created_at,
        finished_at=job.finished_at,
        holds=not result["broken_count"] if job.state == Job.State.DONE else None,
        lines=result.get("lines", 0),
        customers=result.get("people", 0),
        broken_count=result.get("broken_count", 0),
        broken=result.get("broken", []),
    )


@router.get("/verification", response=LedgerVerification, summary="Read the last verification")
@allowed("workspace.audit")
def show(request: ApiRequest) -> Any:
    job = last_verification(request.auth.workspace)
    if job is None:
        raise Problem(404, "The ledger was not verified yet; POST here to begin.")
    return shape(job)


@router.post(
    "/verification", response={202: LedgerVerification}, summary="Verify the consent ledger"
)
@allowed("workspace.audit")
def create(request: ApiRequest) -> Any:
    """Begins in the background, unless one is under way; read it until its state is done."""
    job = last_verification(request.auth.workspace)
    if job is None or job.is_over:
        job = request_verification(workspace=request.auth.workspace, actor=request.auth.actor)
    return Status(202, shape(job))
