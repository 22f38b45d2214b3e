"""Companies: `/companies`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.attributes.values import AttributeValues, attributes_from, with_needed
from raabta.api.problems import Problem, problems_from
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of, refuse
from raabta.customers import normalise
from raabta.customers.mail_domains import domain_in
from raabta.customers.models import AttributeDefinition, Company
from raabta.customers.queries.company_attributes import with_attribute
from raabta.customers.queries.company_domains import domains_of
from raabta.customers.queries.company_merges import company_survivor
from raabta.customers.services.companies import (
    CompanyExternalIdTaken,
    create_company,
    delete_company,
    edit_company,
)
from raabta.customers.services.company_domains import DomainTaken, InvalidDomain
from raabta.customers.services.company_tree import WrongParent
from raabta.workspaces.models import Workspace

router = Router()
SUBJECT = AttributeDefinition.Subject.COMPANY
TAKEN = (CompanyExternalIdTaken, DomainTaken, WrongParent)
INVALID = (InvalidDomain,)


class CompanyOut(Schema):
    id: int
    name: str
    domain: str = Field(description="The primary one of its domains.")
    domains: list[str]
    phone: str
    country: str
    city: str
    external_id: str
    parent_id: int | None
    attributes: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class CompanyChange(Body):
    """Absent fields stay as they are; null clears a field or an attribute."""

    name: Text | None = Field(None, min_length=1, max_length=200, pattern=r"\S")
    domain: Text | None = Field(
        None, max_length=253, description="Becomes the primary domain, in place of the one before."
    )
    domains: list[Text] | None = Field(
        None,
        max_length=50,
        description="All its domains, the primary one first. Customers with an e-mail of these "
        "join. A subdomain counts as its registrable domain.",
        examples=[["acme.example"]],
    )
    phone: Text | None = Field(None, max_length=20)
    country: Text | None = Field(None, pattern="^([A-Z]{2})?$", examples=["PK"])
    city: Text | None = Field(None, max_length=100)
    external_id: Text | None = Field(None, max_length=100)
    parent_id: Id | None = Field(
        None, description="The company above it; a cycle or more than 8 levels is a conflict."
    )
    attributes: AttributeValues = Field({}, examples=[{}])


class CompanyIn(CompanyChange):
    name: Text = Field(min_length=1, max_length=200, pattern=r"\S", examples=["Acme Traders"])


class CompanyQuery(PageQuery):
    name: Text = Field("", max_length=200, description="Begins with this, whatever the case.")
    domain: Text = Field("", max_length=253)
    parent_id: Id | None = Field(None, description="The companies right under this one.")
    attribute: Text = Field("", max_length=60, description="The key of an attribute they have.")
    value: Text = Field("", max_length=200, description="What the attribute contains.")


def shape(rows: Sequence[Company]) -> list[CompanyOut]:
    held = domains_of(rows[0].workspace, [row.pk for row in rows]) if rows else {}
    return [_out(row, held.get(row.pk, [])) for row in rows]


def _out(row: Company, domains: list[str]) -> CompanyOut:
    values = {name: getattr(row, name) for name in CompanyOut.model_fields if name != "domains"}
    return CompanyOut(**values, domains=domains)


def one(row: Company) -> CompanyOut:
    return shape([row])[0]


@router.get("", response=Page[CompanyOut], summary="List companies")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[CompanyQuery]) -> Any:
    rows = companies(request.auth.workspace)
    if query.name:
        rows = rows.filter(name__istartswith=query.name)
    if query.domain:
        rows = rows.filter(domains__domain=domain_in(query.domain))
    if query.parent_id:
        rows = rows.filter(parent_id=query.parent_id)
    rows = with_attribute(request.auth.workspace, rows, query.attribute, query.value)
    return page_of(rows, query, shape)


@router.post("", response={201: CompanyOut}, summary="Create a company")
@allowed("customers.edit")
def create(request: ApiRequest, body: CompanyIn) -> Any:
    workspace = request.auth.workspace
    body.attributes = with_needed(workspace, SUBJECT, body.attributes)
    with problems_from("Nothing was created.", conflicts=TAKEN, invalid=INVALID):
        company = create_company(
            workspace=workspace, actor=request.auth.actor, values=_values(workspace, body, {})
        )
    return Status(201, one(company))


@router.get("/{int:company_id}", response=CompanyOut, summary="One company")
@allowed("customers.view")
def show(request: ApiRequest, company_id: Id) -> Any:
    return one(living(request.auth.workspace, company_id))


@router.patch("/{int:company_id}", response=CompanyOut, summary="Change a company")
@allowed("customers.edit")
def update(request: ApiRequest, company_id: Id, body: CompanyChange) -> Any:
    workspace = request.auth.workspace
    held = living(workspace, company_id)
    with problems_from("Nothing was changed.", conflicts=TAKEN, invalid=INVALID):
        company = edit_company(
            workspace=workspace,
            actor=request.auth.actor,
            company_id=company_id,
            values=_values(workspace, body, held.attributes),
        )
    return one(company)


@router.delete("/{int:company_id}", response={204: None}, summary="Delete a company")
@allowed("customers.delete")
def delete(request: ApiRequest, company_id: Id) -> Any:
    """Its people stay and are without a company."""
    workspace = request.auth.workspace
    living(workspace, company_id)
    delete_company(workspace=workspace, actor=request.auth.actor, company_id=company_id)
    return Status(204, None)


def living(workspace: Workspace, company_id: int) -> Company:
    """Raises Http404, or Problem 410 with `merged_into`."""
    found = companies(workspace).filter(pk=company_id).first()
    if found is not None:
        return found
    survivor_id = company_survivor(workspace, company_id)
    if survivor_id == company_id:
        raise Http404
    says = f"This company was merged into {survivor_id}. Nothing was changed; ask for that one."
    raise Problem(410, says, merged_into=survivor_id)


def companies(workspace: Workspace) -> QuerySet[Company]:
    return Company.objects.filter(workspace=workspace, deleted_at=None)


def _values(workspace: Workspace, body: CompanyChange, held: dict[str, Any]) -> dict[str, Any]:
    """The fields as services take them: null clears, but a company keeps its name."""
    given = body.model_dump(exclude_unset=True, exclude={"attributes", "parent_id", "domains"})
    if given.get("name", "-") is None:
        del given["name"]
    values = {field: normalise.line(value or "") for field, value in given.items()}
    refuse(_errors(values))
    changed = attributes_from(workspace, SUBJECT, body.attributes)
    merged = {key: value for key, value in {**held, **changed}.items() if value is not None}
    placed = {"parent_id": body.parent_id} if "parent_id" in body.model_fields_set else {}
    domains = {} if body.domains is None else {"domains": body.domains}
    return {**values, **placed, **domains, "attributes": merged}


def _errors(values: dict[str, str]) -> list[dict[str, str]]:
    """What the schema cannot see: letters that nobody sees, and composed ones that are more."""
    longest = {field.name: field.max_length or 0 for field in Company._meta.fields}
    long = [field for field, text in values.items() if len(text) > longest[field]]
    errors = [{"where": f"body.{field}", "message": "It is too long."} for field in long]
    if values.get("name", "-") == "":
        errors.append({"where": "body.name", "message": "It is blank."})
    return errors
