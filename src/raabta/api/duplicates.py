"""Customers who may be one: `/duplicates`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, cast

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import Problem, problems_from
from raabta.api.shapes import Body, Id, Page, PageQuery, page_of
from raabta.customers.models import CandidatePair
from raabta.customers.services.matching.accepting import (
    ACCEPT,
    NotMerged,
    accept_all,
    accept_pair,
)
from raabta.customers.services.matching.deciding import Decided, reject_pair
from raabta.customers.services.matching.starting import SearchRuns, start_search
from raabta.kernel.models import Job
from raabta.workspaces.models import ChangeSet
from raabta.workspaces.services.change_sets import AlreadyReverted, ask_for_revert

router = Router()
KEPT = "Nothing was changed."


class ReasonOut(Schema):
    field: str = Field(examples=["first_name"])
    level: str = Field(examples=["near"], description="How alike the two values are.")
    bits: float = Field(description="For the pair, or against it when negative.")


State = Literal["open", "accepted", "rejected", "obsolete"]


class DuplicateOut(Schema):
    id: int
    customer_ids: list[int]
    state: State
    probability: float
    bits: float
    reasons: list[ReasonOut]
    found_at: datetime
    decided_at: datetime | None


class SearchOut(Schema):
    id: int
    state: str


class DuplicateQuery(PageQuery):
    state: State = "open"
    least_probability: float = Field(0, ge=0, le=1)


UndoState = Literal["applied", "reverting", "reverted"]


class BulkOut(Schema):
    job_id: int
    state: str
    done: int = Field(description="Pairs that were merged so far.")
    total: int
    left_alone: int
    change_set_id: int
    undo_state: UndoState
    undone: int = Field(description="Merges that were taken back.")


class AcceptIn(Body):
    survivor_id: Id | None = Field(
        None, description="Who stays; left out, the one who is better known."
    )


def shape(rows: Sequence[CandidatePair]) -> list[DuplicateOut]:
    return [_out(row) for row in rows]


def _out(row: CandidatePair) -> DuplicateOut:
    return DuplicateOut(
        id=row.pk,
        customer_ids=[row.first_id, row.second_id],
        state=cast("State", row.state),
        probability=row.probability,
        bits=row.bits,
        reasons=[
            ReasonOut(field=field, level=level, bits=bits) for field, level, bits in row.reasons
        ],
        found_at=row.found_at,
        decided_at=row.decided_at,
    )


@router.get("", response=Page[DuplicateOut], summary="List pairs of possible duplicates")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[DuplicateQuery]) -> Any:
    rows = CandidatePair.objects.filter(
        workspace=request.auth.workspace,
        state=query.state,
        probability__gte=query.least_probability,
        first__erased_at=None,
        second__erased_at=None,
    )
    return page_of(rows, query, shape)


@router.post("/searches", response={202: SearchOut}, summary="Search for duplicates")
@allowed("customers.merge")
def search(request: ApiRequest) -> Any:
    """Runs in the background; pairs appear while it runs."""
    with problems_from(KEPT, conflicts=(SearchRuns,)):
        run = start_search(workspace=request.auth.workspace, actor=request.auth.actor)
    return Status(202, SearchOut(id=run.pk, state=run.state))


@router.post("/accept-all", response={202: BulkOut}, summary="Merge every pair that is sure enough")
@allowed("customers.merge")
def accept_every(request: ApiRequest) -> Any:
    """In the background; what "sure enough" means is set in the workspace. One change: see undo."""
    job = accept_all(workspace=request.auth.workspace, actor=request.auth.actor)
    return Status(202, _bulk(job))


@router.get("/accept-all/{int:job_id}", response=BulkOut, summary="How far a bulk acceptance is")
@allowed("customers.view")
def show_bulk(request: ApiRequest, job_id: Id) -> Any:
    return _bulk(_job(request, job_id))


@router.post(
    "/accept-all/{int:job_id}/undo", response={202: BulkOut}, summary="Take all its merges back"
)
@allowed("customers.merge")
def undo_bulk(request: ApiRequest, job_id: Id) -> Any:
    """In the background; a merge that was built upon since stays, the others are taken back."""
    job = _job(request, job_id)
    workspace, key = request.auth.workspace, request.auth.key
    change_set = get_object_or_404(ChangeSet, workspace=workspace, pk=job.payload["change_set"])
    with problems_from(KEPT, conflicts=(AlreadyReverted, StillRuns)):
        if not job.is_over:
            raise StillRuns("It runs still.")
        ask_for_revert(workspace=workspace, change_set=change_set, user=key.made_by)
    return Status(202, _bulk(job))


@router.post("/{int:pair_id}/accept", response=DuplicateOut, summary="Merge the two of a pair")
@allowed("customers.merge")
def accept(request: ApiRequest, pair_id: Id, body: AcceptIn) -> Any:
    """Two customers with different logins are a conflict: only a colleague may merge them."""
    pair = _pair(request, pair_id)
    if body.survivor_id not in {None, pair.first_id, pair.second_id}:
        where = {"where": "body.survivor_id", "message": "It is none of the two."}
        raise Problem(422, f"{KEPT} See errors for each field.", errors=[where])
    with problems_from(KEPT, conflicts=(Decided, NotMerged)):
        accept_pair(
            workspace=request.auth.workspace,
            actor=request.auth.actor,
            pair_id=pair.pk,
            survivor_id=body.survivor_id,
        )
    return _out(_pair(request, pair_id))


@router.post("/{int:pair_id}/reject", response=DuplicateOut, summary="Say that they are two people")
@allowed("customers.merge")
def reject(request: ApiRequest, pair_id: Id) -> Any:
    """The pair never comes back."""
    pair = _pair(request, pair_id)
    with problems_from(KEPT, conflicts=(Decided,)):
        reject_pair(workspace=request.auth.workspace, actor=request.auth.actor, pair_id=pair.pk)
    return _out(_pair(request, pair_id))


class StillRuns(Exception):
    """Merges are still being made."""


def _job(request: ApiRequest, job_id: int) -> Job:
    held = Job.objects.filter(workspace_id=request.auth.workspace.pk, kind=ACCEPT)
    return get_object_or_404(held, pk=job_id)


def _bulk(job: Job) -> BulkOut:
    change_set = ChangeSet.objects.get(pk=job.payload["change_set"])
    return BulkOut(
        job_id=job.pk,
        state=job.state,
        done=job.done,
        total=job.payload["count"],
        left_alone=job.result.get("left_alone", 0),
        change_set_id=change_set.pk,
        undo_state=cast("UndoState", change_set.state),
        undone=change_set.restored,
    )


def _pair(request: ApiRequest, pair_id: int) -> CandidatePair:
    return get_object_or_404(CandidatePair, workspace=request.auth.workspace, pk=pair_id)
