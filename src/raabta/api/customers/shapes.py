"""What a person looks like from outside, and how a body becomes fields."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from raabta.api.attributes.values import AttributeValues
from raabta.api.shapes import Body, Id, Text, refuse
from raabta.customers.attributes import InvalidValue
from raabta.customers.fields import ATTRIBUTE, fields_of, parse_field
from raabta.customers.identity_kind import addresses as reachable
from raabta.customers.models import Company, Consent, Customer, Identity
from raabta.customers.queries import tags_of
from raabta.customers.sensitive import PERMISSION, sensitive_keys
from raabta.customers.services.sensitive import record_reading
from raabta.workspaces.models import Workspace
from raabta.workspaces.queries import KeyAccess


class AddressOut(Schema):
    id: int
    kind: Literal["email", "phone"]
    value: str
    is_primary: bool
    is_verified: bool


class ConsentOut(Schema):
    purpose: str
    channel: str
    state: str
    since: datetime


class CustomerOut(Schema):
    id: int
    public_id: UUID
    external_id: str
    name: str = Field(description="First and last name, else the best address there is.")
    first_name: str
    last_name: str
    email: str = Field(description="The primary one of `addresses`.")
    phone: str = Field(description="The primary one of `addresses`, in E.164.")
    addresses: list[AddressOut]
    language: str
    country: str
    city: str
    time_zone: str
    company_id: int | None
    tags: list[str]
    attributes: dict[str, Any]
    consents: list[ConsentOut]
    source: str
    created_at: datetime
    updated_at: datetime


class CustomerChange(Body):
    """Absent fields stay as they are; null clears a field or an attribute."""

    first_name: Text | None = Field(None, max_length=150, examples=["Zainab"])
    last_name: Text | None = Field(None, max_length=150, examples=["Raza"])
    email: Text | None = Field(
        None,
        max_length=254,
        json_schema_extra={"format": "email"},
        examples=["zainab@mail.example"],
    )
    phone: Text | None = Field(
        None,
        max_length=40,
        description="E.164, or as it is dialled in the customer's or workspace's country.",
        examples=["+923001234567"],
    )
    language: Text | None = Field(None, max_length=35, description="BCP 47.", examples=["ur"])
    country: Text | None = Field(None, max_length=60, description="ISO 3166-1.", examples=["PK"])
    city: Text | None = Field(None, max_length=100, examples=["Lahore"])
    time_zone: Text | None = Field(None, max_length=64, examples=["Asia/Karachi"])
    external_id: Text | None = Field(
        None, max_length=100, description="Your own number for the person.", examples=["C-1042"]
    )
    company_id: Id | None = None
    attributes: AttributeValues = Field(
        {},
        description="Values of the attributes that the workspace has defined, by their key.",
        examples=[{}],
    )
    tags: list[Text] | None = Field(
        None, max_length=100, description="Replaces all tags.", examples=[["VIP"]]
    )


class CustomerIn(CustomerChange):
    """A name, an e-mail, a phone or an external id must tell who it is."""


def shaped(access: KeyAccess, rows: Sequence[Customer]) -> list[CustomerOut]:
    """People with their addresses, tags and consents; five questions for any number of people.

    Sensitive attributes are left out, or with the scope for them written down as read.
    """
    workspace, attributes = access.workspace, _attributes(access, rows)
    ids = [row.pk for row in rows]
    tags = tags_of(workspace, ids)
    addresses, consents = defaultdict(list), defaultdict(list)
    held = Identity.objects.filter(workspace=workspace, customer__in=ids, kind__in=reachable())
    for identity in held.order_by("kind", "-is_primary", "pk"):
        addresses[identity.customer_id].append(identity)
    stand = Consent.objects.filter(workspace=workspace, customer__in=ids)
    for consent in stand.order_by("purpose", "channel"):
        consents[consent.customer_id].append(consent)
    return [
        CustomerOut(
            **{name: getattr(row, name) for name in OWN},
            attributes=attributes[row.pk],
            addresses=[AddressOut.from_orm(address) for address in addresses[row.pk]],
            consents=[ConsentOut.from_orm(consent) for consent in consents[row.pk]],
            tags=[tag.name for tag in tags.get(row.pk, [])],
        )
        for row in rows
    ]


OWN = CustomerOut.model_fields.keys() - {"addresses", "tags", "consents", "attributes"}


def _attributes(access: KeyAccess, rows: Sequence[Customer]) -> dict[int, dict[str, Any]]:
    sensitive = sensitive_keys(access.workspace)
    if not access.may(PERMISSION):
        return {
            row.pk: {key: v for key, v in row.attributes.items() if key not in sensitive}
            for row in rows
        }
    read = {row.pk: sensitive & row.attributes.keys() for row in rows}
    record_reading(
        workspace=access.workspace,
        actor=access.actor,
        customer_ids=[pk for pk, keys in read.items() if keys],
        fields=[ATTRIBUTE + key for key in sorted(set().union(*read.values()))],
        place="api",
    )
    return {row.pk: row.attributes for row in rows}


def values_from(workspace: Workspace, body: CustomerChange) -> dict[str, Any]:
    """The fields as services take them. Raises Problem 422 with an error for each bad one."""
    given = body.model_dump(exclude_unset=True, exclude={"tags", "attributes"})
    company_id = given.pop("company_id", None)
    given |= {ATTRIBUTE + key: value for key, value in body.attributes.items()}
    values, errors = _parsed(workspace, given)
    if company_id is not None and not _has_company(workspace, company_id):
        errors.append({"where": "body.company_id", "message": "There is no such company."})
    refuse(errors)
    if "company_id" in body.model_fields_set:
        values["company_id"] = company_id
    return values


def _parsed(
    workspace: Workspace, given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    known = fields_of(workspace)
    values: dict[str, Any] = {}
    errors = []
    for name, raw in given.items():
        if name not in known:
            words = "The workspace has no such attribute."
            errors.append({"where": f"body.{name}", "message": words})
            continue
        try:
            values[name] = parse_field(workspace, known[name], raw)
        except InvalidValue as error:
            errors.append({"where": f"body.{name}", "message": str(error)})
    return values, errors


def _has_company(workspace: Workspace, company_id: int) -> bool:
    held = Company.objects.filter(workspace=workspace, deleted_at=None, pk=company_id)
    return held.exists()
