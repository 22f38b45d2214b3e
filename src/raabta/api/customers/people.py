"""List, show, create, change and delete people."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from ninja import Query, Router, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.attributes.values import with_needed
from raabta.api.customers.living import living
from raabta.api.customers.shapes import (
    CustomerChange,
    CustomerIn,
    CustomerOut,
    shaped,
    values_from,
)
from raabta.api.problems import Problem, problems_from
from raabta.api.shapes import Id, Moment, Page, PageQuery, Text, page_of
from raabta.customers.models import AttributeDefinition, Customer, CustomerTag
from raabta.customers.queries import customer_with, people, tags_of
from raabta.customers.queries.merges import living_with_external_id
from raabta.customers.services.deletion import delete_customers
from raabta.customers.services.identities import IdentityTaken, InvalidIdentity
from raabta.customers.services.people import ExternalIdTaken, create_customer, edit_customer
from raabta.customers.services.tags import InvalidTag, add_tags, remove_tags
from raabta.workspaces.models import Workspace
from raabta.workspaces.queries import KeyAccess

router = Router()
SUBJECT = AttributeDefinition.Subject.CUSTOMER
CONFLICTS = (IdentityTaken, ExternalIdTaken)
TELLING = {"first_name", "last_name", "email", "phone", "external_id"}
INVALID = (InvalidIdentity, InvalidTag)


class CustomerQuery(PageQuery):
    email: Text = Field("", max_length=254, description="Whoever has this address.")
    phone: Text = Field("", max_length=40, description="Whoever has this number.")
    external_id: Text = Field("", max_length=100)
    tag: Text = Field("", max_length=60, description="The name of a tag, whatever its case.")
    company_id: Id | None = None
    updated_since: Moment | None = None


@router.get("", response=Page[CustomerOut], summary="List customers")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[CustomerQuery]) -> Any:
    workspace = request.auth.workspace
    return page_of(_matching(workspace, query), query, partial(shaped, request.auth))


@router.post("", response={201: CustomerOut}, summary="Create a customer")
@allowed("customers.edit")
def create(request: ApiRequest, body: CustomerIn) -> Any:
    workspace = request.auth.workspace
    body.attributes = with_needed(workspace, SUBJECT, body.attributes)
    values = values_from(workspace, body)
    present = {field: value for field, value in values.items() if value not in (None, "")}
    if not present.keys() & TELLING:
        raise Problem(422, "Send a name, an email, a phone or an external_id. Nothing was created.")
    with problems_from("Nothing was created.", conflicts=CONFLICTS, invalid=INVALID):
        customer = create_customer(
            workspace=workspace, actor=request.auth.actor, values=present, tags=body.tags or ()
        )
    return Status(201, _one(request.auth, customer.pk))


@router.get("/{int:customer_id}", response=CustomerOut, summary="One customer")
@allowed("customers.view")
def show(request: ApiRequest, customer_id: Id) -> Any:
    return _one(request.auth, customer_id)


@router.patch("/{int:customer_id}", response=CustomerOut, summary="Change a customer")
@allowed("customers.edit")
def update(request: ApiRequest, customer_id: Id, body: CustomerChange) -> Any:
    workspace, actor = request.auth.workspace, request.auth.actor
    living(workspace, customer_id)
    values = {
        field: "" if value is None and field in BLANK else value
        for field, value in values_from(workspace, body).items()
    }
    with (
        problems_from("Nothing was changed.", conflicts=CONFLICTS, invalid=INVALID),
        transaction.atomic(),
    ):
        edit_customer(workspace=workspace, actor=actor, customer_id=customer_id, values=values)
        if body.tags is not None:
            _set_tags(request, customer_id, body.tags)
    return _one(request.auth, customer_id)


@router.delete("/{int:customer_id}", response={204: None}, summary="Delete a customer")
@allowed("customers.delete")
def delete(request: ApiRequest, customer_id: Id) -> Any:
    """The customer is hidden; a colleague can bring them back from the list of changes."""
    workspace = request.auth.workspace
    living(workspace, customer_id)
    delete_customers(workspace=workspace, actor=request.auth.actor, customer_ids=[customer_id])
    return Status(204, None)


BLANK = CustomerChange.model_fields.keys() - {"attributes", "company_id", "tags"}


def _one(access: KeyAccess, customer_id: int) -> CustomerOut:
    return shaped(access, [living(access.workspace, customer_id)])[0]


def _matching(workspace: Workspace, query: CustomerQuery) -> QuerySet[Customer]:
    rows = people(workspace)
    for kind, text in (("email", query.email), ("phone", query.phone)):
        if text:
            found = customer_with(workspace, kind, text)
            rows = rows.filter(pk=found.pk) if found else rows.none()
    if query.external_id:
        rows = rows.filter(pk__in=living_with_external_id(workspace, query.external_id))
    if query.company_id:
        rows = rows.filter(company=query.company_id)
    if query.updated_since:
        rows = rows.filter(updated_at__gte=query.updated_since)
    if query.tag:
        links = CustomerTag.objects.filter(workspace=workspace, tag__name__iexact=query.tag)
        rows = rows.filter(pk__in=links.values("customer"))
    return rows


def _set_tags(request: ApiRequest, customer_id: int, names: Sequence[str]) -> None:
    workspace, actor = request.auth.workspace, request.auth.actor
    wanted = {" ".join(name.split()).casefold() for name in names}
    held = [tag.name for tag in tags_of(workspace, [customer_id]).get(customer_id, [])]
    lost = [name for name in held if name.casefold() not in wanted]
    remove_tags(workspace=workspace, actor=actor, customer_ids=[customer_id], names=lost)
    add_tags(workspace=workspace, actor=actor, customer_ids=[customer_id], names=names)
