"""Merge customers, one pair or many, read merges, and take them back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.customers.living import living
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of
from raabta.customers.models import Merge
from raabta.customers.queries.merges import merges_of
from raabta.customers.services.merging.many import MERGE, Pair, merge_later
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.rules import CannotMerge, CannotUnmerge
from raabta.customers.services.merging.unmerge import unmerge
from raabta.customers.services.merging.values import UnknownChoice
from raabta.kernel.models import Job

router = Router()
MOST = 1_000
Side = Literal["survivor", "other"]


class PairIn(Body):
    survivor_id: Id = Field(description="Who stays, and keeps this id.")
    other_id: Id = Field(description="Whose things the survivor gets.")
    choices: dict[Text, Side] = Field(
        {},
        max_length=200,
        description="Whose value stands, by field. A field that is absent keeps the survivor's "
        "value; an empty one is filled.",
        examples=[{"city": "other"}],
    )


class MergeIn(PairIn):
    reason: Text = Field("", max_length=300)


class MergesIn(Body):
    pairs: list[PairIn] = Field(min_length=1, max_length=MOST)
    reason: Text = Field("", max_length=300)


class MergeOut(Schema):
    id: int
    survivor_id: int
    other_id: int
    reason: str
    actor: str
    via: str
    at: datetime
    undone_at: datetime | None
    undone_by: str
    values: dict[str, Any] = Field(description="Each changed field: [before, after].")


class MergeQuery(PageQuery):
    customer_id: Id | None = Field(None, description="Merges that this customer took part in.")


class Refusal(Schema):
    pair: int = Field(description="Its place in `pairs`, from 0.")
    message: str


class MergeJob(Schema):
    job_id: int
    state: str
    done: int
    total: int
    merged: int
    refused: list[Refusal]


def shape(rows: Sequence[Merge]) -> list[MergeOut]:
    return [MergeOut.from_orm(row) for row in rows]


@router.get("/merges", response=Page[MergeOut], summary="List merges")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[MergeQuery]) -> Any:
    workspace = request.auth.workspace
    rows = Merge.objects.filter(workspace=workspace)
    if query.customer_id:
        rows = merges_of(workspace, query.customer_id)
    return page_of(rows, query, shape)


@router.post("/merges", response={201: MergeOut}, summary="Merge two customers")
@allowed("customers.merge")
def create(request: ApiRequest, body: MergeIn) -> Any:
    """Two with different verified logins are refused (409): a colleague has to look at them."""
    workspace = request.auth.workspace
    for customer_id in (body.survivor_id, body.other_id):
        living(workspace, customer_id)
    with problems_from("Nothing was merged.", conflicts=(CannotMerge,), invalid=(UnknownChoice,)):
        merge = merge_customers(
            workspace=workspace,
            actor=request.auth.actor,
            survivor_id=body.survivor_id,
            other_id=body.other_id,
            choices=body.choices,
            reason=body.reason,
        )
    return Status(201, MergeOut.from_orm(merge))


@router.post("/merges/bulk", response={202: MergeJob}, summary="Merge up to 1,000 pairs")
@allowed("customers.merge")
def create_many(request: ApiRequest, body: MergesIn) -> Any:
    """In the background, one after another; a pair that is refused leaves the others alone."""
    pairs: list[Pair] = [
        {"survivor_id": one.survivor_id, "other_id": one.other_id, "choices": one.choices}
        for one in body.pairs
    ]
    workspace, actor = request.auth.workspace, request.auth.actor
    job = merge_later(workspace=workspace, actor=actor, pairs=pairs, reason=body.reason)
    return Status(202, _told(job, len(pairs)))


@router.get("/merges/bulk/{int:job_id}", response=MergeJob, summary="How far a bulk merge is")
@allowed("customers.view")
def show_many(request: ApiRequest, job_id: Id) -> Any:
    kept = Job.objects.filter(workspace_id=request.auth.workspace.pk, kind=MERGE)
    job = get_object_or_404(kept, pk=job_id)
    return _told(job, len(job.payload["pairs"]))


@router.get("/merges/{int:merge_id}", response=MergeOut, summary="One merge")
@allowed("customers.view")
def show(request: ApiRequest, merge_id: Id) -> Any:
    return get_object_or_404(Merge, workspace=request.auth.workspace, pk=merge_id)


@router.post("/merges/{int:merge_id}/undo", response=MergeOut, summary="Take a merge back")
@allowed("customers.merge")
def undo(request: ApiRequest, merge_id: Id) -> Any:
    """Both are customers of their own again; what came after the merge stays with the survivor."""
    workspace = request.auth.workspace
    get_object_or_404(Merge, workspace=workspace, pk=merge_id)
    with problems_from("Nothing was changed.", conflicts=(CannotUnmerge,)):
        return unmerge(workspace=workspace, actor=request.auth.actor, merge_id=merge_id)


def _told(job: Job, total: int) -> MergeJob:
    return MergeJob(
        job_id=job.pk,
        state=job.state,
        done=job.done,
        total=total,
        merged=job.result.get("merged", 0),
        refused=[Refusal(**one) for one in job.result.get("refused", [])],
    )
