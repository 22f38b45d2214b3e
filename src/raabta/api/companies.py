"""Companies: `/companies`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import Problem
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of
from raabta.customers.models import Company
from raabta.customers.queries.companies import companies
from raabta.customers.services.companies import (
    CompanyExternalIdTaken,
    create_company,
    delete_company,
    edit_company,
)

router = Router()


class CompanyOut(Schema):
    id: int
    name: str
    domain: str
    phone: str
    country: str
    city: str
    external_id: str
    attributes: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class CompanyChange(Body):
    name: Text | None = Field(None, min_length=1, max_length=200)
    domain: Text | None = Field(None, max_length=253)
    phone: Text | None = Field(None, max_length=20)
    country: Text | None = Field(None, pattern="^([A-Z]{2})?$")
    city: Text | None = Field(None, max_length=100)
    external_id: Text | None = Field(None, max_length=100)


class CompanyIn(CompanyChange):
    name: Text = Field(min_length=1, max_length=200)


class CompanyQuery(PageQuery):
    name: Text = Field("", max_length=200, description="Begins with this, whatever the case.")
    domain: Text = Field("", max_length=253)


def shape(rows: Sequence[Company]) -> list[CompanyOut]:
    return [CompanyOut.from_orm(row) for row in rows]


@router.get("", response=Page[CompanyOut], summary="List companies")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[CompanyQuery]) -> Any:
    rows = companies(request.auth.workspace)
    if query.name:
        rows = rows.filter(name__istartswith=query.name)
    if query.domain:
        rows = rows.filter(domain=query.domain.lower())
    return page_of(rows, query, shape)


@router.post("", response={201: CompanyOut}, summary="Create a company")
@allowed("customers.edit")
def create(request: ApiRequest, body: CompanyIn) -> Any:
    values = body.model_dump(exclude_none=True)
    try:
        company = create_company(
            workspace=request.auth.workspace, actor=request.auth.actor, values=values
        )
    except CompanyExternalIdTaken as error:
        raise Problem(409, f"{error} Nothing was created.") from None
    return Status(201, CompanyOut.from_orm(company))


@router.get("/{company_id}", response=CompanyOut, summary="One company")
@allowed("customers.view")
def show(request: ApiRequest, company_id: Id) -> Any:
    return get_object_or_404(companies(request.auth.workspace), pk=company_id)


@router.patch("/{company_id}", response=CompanyOut, summary="Change a company")
@allowed("customers.edit")
def update(request: ApiRequest, company_id: Id, body: CompanyChange) -> Any:
    workspace = request.auth.workspace
    get_object_or_404(companies(workspace), pk=company_id)
    try:
        return edit_company(
            workspace=workspace,
            actor=request.auth.actor,
            company_id=company_id,
            values=body.model_dump(exclude_unset=True, exclude_none=True),
        )
    except CompanyExternalIdTaken as error:
        raise Problem(409, f"{error} Nothing was changed.") from None


@router.delete("/{company_id}", response={204: None}, summary="Delete a company; its people stay")
@allowed("customers.delete")
def delete(request: ApiRequest, company_id: Id) -> Any:
    workspace = request.auth.workspace
    get_object_or_404(companies(workspace), pk=company_id)
    delete_company(workspace=workspace, actor=request.auth.actor, company_id=company_id)
    return Status(204, None)
