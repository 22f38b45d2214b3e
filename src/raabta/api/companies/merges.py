"""Companies that may be one; merge two, read merges, and take them back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.companies.records import living
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of
from raabta.customers.company_values import UnknownChoice
from raabta.customers.models import CompanyMerge
from raabta.customers.queries.company_merges import duplicate_companies, merges_of_company
from raabta.customers.services.company_merging import (
    CannotMergeCompanies,
    merge_companies,
    unmerge_companies,
)

router = Router()


class CompanyMergeIn(Body):
    survivor_id: Id = Field(description="Which one stays, and keeps this id.")
    other_id: Id = Field(description="Whose people, companies under it and so on it gets.")
    choices: dict[Text, Literal["survivor", "other"]] = Field(
        {},
        max_length=200,
        description="Whose value stands, by field. A field that is absent keeps the survivor's "
        "value; an empty one is filled.",
        examples=[{"city": "other"}],
    )
    reason: Text = Field("", max_length=300)


class CompanyMergeOut(Schema):
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


class CompanyMergeQuery(PageQuery):
    company_id: Id | None = Field(None, description="Merges that this company took part in.")


class AlikeOut(Schema):
    company_ids: list[int] = Field(description="The one that is known longest comes first.")


def shape(rows: Sequence[CompanyMerge]) -> list[CompanyMergeOut]:
    return [CompanyMergeOut.from_orm(row) for row in rows]


@router.get("/duplicates", response=list[AlikeOut], summary="Companies that look alike")
@allowed("customers.view")
def duplicates(request: ApiRequest) -> Any:
    """Groups with one name, whatever its spelling and legal form, or one domain; at most 200."""
    groups = duplicate_companies(request.auth.workspace)
    return [AlikeOut(company_ids=[one.pk for one in group]) for group in groups]


@router.get("/merges", response=Page[CompanyMergeOut], summary="List merges of companies")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[CompanyMergeQuery]) -> Any:
    workspace = request.auth.workspace
    rows = CompanyMerge.objects.filter(workspace=workspace)
    if query.company_id:
        rows = merges_of_company(workspace, query.company_id)
    return page_of(rows, query, shape)


@router.post("/merges", response={201: CompanyMergeOut}, summary="Merge two companies")
@allowed("customers.merge")
def create(request: ApiRequest, body: CompanyMergeIn) -> Any:
    """People, companies under it, domains, notes and links of custom objects go along."""
    workspace = request.auth.workspace
    for company_id in (body.survivor_id, body.other_id):
        living(workspace, company_id)
    with problems_from(
        "Nothing was merged.", conflicts=(CannotMergeCompanies,), invalid=(UnknownChoice,)
    ):
        merge = merge_companies(
            workspace=workspace,
            actor=request.auth.actor,
            survivor_id=body.survivor_id,
            other_id=body.other_id,
            choices=body.choices,
            reason=body.reason,
        )
    return Status(201, CompanyMergeOut.from_orm(merge))


@router.post("/merges/{int:merge_id}/undo", response=CompanyMergeOut, summary="Take a merge back")
@allowed("customers.merge")
def undo(request: ApiRequest, merge_id: Id) -> Any:
    """Both are companies of their own again; what came since stays with the survivor."""
    workspace = request.auth.workspace
    get_object_or_404(CompanyMerge, workspace=workspace, pk=merge_id)
    with problems_from("Nothing was changed.", conflicts=(CannotMergeCompanies,)):
        return CompanyMergeOut.from_orm(
            unmerge_companies(workspace=workspace, actor=request.auth.actor, merge_id=merge_id)
        )
