"""Create and update up to a thousand people with one call."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Literal

from ninja import Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed, demand
from raabta.api.attributes.values import AttributeValues, known_attributes, parsed
from raabta.api.customers.consents import Channel, Purpose, answerable
from raabta.api.shapes import Body, HappenedAt, Text, refuse
from raabta.customers import normalise, places
from raabta.customers.imports.person_rows import PersonRow
from raabta.customers.models import AttributeDefinition
from raabta.customers.normalise import Invalid
from raabta.customers.services.bulk import Policy, save_rows
from raabta.messaging.requirements import requirements_of
from raabta.workspaces.models import Workspace

router = Router()
MOST = 1_000
WORDS = {
    "email": "“{value}” is not an e-mail address.",
    "phone": "“{value}” is not a phone number.",
    "phone_region": "“{value}” needs a country: start it with + or send the country.",
    "country": "“{value}” is not a country.",
    "language": "“{value}” is not a language.",
    "time_zone": "“{value}” is not a time zone.",
    "tag": "“{value}” is too long for a tag, or empty.",
    "nobody": "Send an external_id, an email or a phone: they tell who it is.",
    "two_people": "The external_id, email and phone point to different customers.",
    "other_external_id": "The address belongs to the customer with external_id “{value}”.",
    "attribute": "{value}",
    "too_long": "“{value}” is too long.",
}


class ConsentGiven(Body):
    purpose: Purpose
    channel: Channel
    state: Literal["granted", "withdrawn"]


class CustomerRow(Body):
    """One person: known by external_id, else email, else phone. Absent and null change nothing."""

    external_id: Text | None = Field(None, max_length=100, examples=["C-1042"])
    email: Text | None = Field(None, max_length=254, examples=["zainab@mail.example"])
    phone: Text | None = Field(None, max_length=40, examples=["+923001234567"])
    first_name: Text | None = Field(None, max_length=150, examples=["Zainab"])
    last_name: Text | None = Field(None, max_length=150)
    language: Text | None = Field(None, max_length=35)
    country: Text | None = Field(None, max_length=60)
    city: Text | None = Field(None, max_length=100)
    time_zone: Text | None = Field(None, max_length=64)
    company: Text | None = Field(None, max_length=200, description="By name; made when missing.")
    attributes: AttributeValues = Field({}, examples=[{}])
    tags: list[Text] = Field([], max_length=50, description="Added to those there are.")
    consents: list[ConsentGiven] = Field([], max_length=30)


class CustomersIn(Body):
    rows: list[CustomerRow] = Field(min_length=1, max_length=MOST)
    known: Literal["update", "fill", "skip"] = Field(
        "update", description="What to do with people we have: `fill` writes blank fields only."
    )
    unknown: Literal["create", "skip"] = "create"
    consent_source: Text = Field("api", min_length=1, max_length=100)
    consent_text: Text = Field("", max_length=100, description="Which words the people saw.")
    consent_evidence: Text = Field("", max_length=5_000)
    consent_given_at: HappenedAt | None = None
    renews_consent: bool = Field(
        default=False, description="“granted” also counts after a “withdrawn”."
    )


class CustomerOutcome(Schema):
    row: int = Field(description="Its place in `rows`, from 0.")
    outcome: Literal["created", "updated", "unchanged", "repeated", "skipped", "rejected"]
    id: int | None
    reason: str | None
    message: str | None


class CustomersOut(Schema):
    counts: dict[str, int]
    rows: list[CustomerOutcome]


@router.post("/bulk", response=CustomersOut, summary="Create or update up to 1,000 customers")
@allowed("customers.import")
def create(request: ApiRequest, body: CustomersIn) -> Any:
    """Rows that cannot be used are rejected with their reason; the others are saved together."""
    workspace = request.auth.workspace
    if any(row.consents for row in body.rows):
        demand(request, "customers.consent")
    asked = {(one.purpose, one.channel) for row in body.rows for one in row.consents}
    for purpose, channel in sorted(asked):
        answerable(workspace, purpose, channel, "body.rows")
    _refuse_unconfirmed(workspace, body)
    people, outcomes = _prepared(workspace, body.rows)
    saved = save_rows(
        workspace=workspace,
        actor=request.auth.actor,
        rows=people,
        source="api",
        policy=Policy(
            known=body.known,
            unknown=body.unknown,
            renews_consent=body.renews_consent,
            consent_source=body.consent_source,
            consent_text=body.consent_text,
            consent_evidence=body.consent_evidence,
            consent_given_at=body.consent_given_at,
        ),
    )
    outcomes += [_rejected(row, reason, value) for row, reason, value in saved.rejects]
    outcomes += [
        CustomerOutcome(row=row, outcome=verb, id=pk or None, reason=None, message=None)  # type: ignore[arg-type]
        for row, verb, pk in saved.outcomes
    ]
    outcomes.sort(key=lambda one: one.row)
    return CustomersOut(counts=Counter(one.outcome for one in outcomes), rows=outcomes)


def _refuse_unconfirmed(workspace: Workspace, body: CustomersIn) -> None:
    """Raises Problem 422 for a yes that needs confirming: that is asked one by one."""
    required = requirements_of(workspace)
    told = "Needs confirming by mail: send it to /customers/{id}/consents."
    refuse(
        [
            {"where": f"body.rows.{at}.consents", "message": told}
            for at, row in enumerate(body.rows)
            for one in row.consents
            if one.state == "granted" and required.of(one.purpose, one.channel).needs_confirming
        ]
    )


def _prepared(
    workspace: Workspace, rows: list[CustomerRow]
) -> tuple[list[PersonRow], list[CustomerOutcome]]:
    """The rows that can be used, in normal form, and those that cannot, with the reason."""
    known = known_attributes(workspace, AttributeDefinition.Subject.CUSTOMER)
    people, refused = [], []
    for at, row in enumerate(rows):
        try:
            people.append(_person(at, row, known, workspace.country))
        except Invalid as error:
            refused.append(_rejected(at, error.reason, error.value))
    return people, refused


def _person(
    at: int, row: CustomerRow, known: dict[str, AttributeDefinition], region: str
) -> PersonRow:
    attributes, errors = parsed(known, row.attributes)
    if errors:
        raise Invalid("attribute", "; ".join(f"{key}: {says}" for key, says in errors.items()))
    country = _read(places.country, row.country)
    external_id = _line(row.external_id, 100)
    email = _read(normalise.email, row.email)
    phone = _read(lambda text: normalise.phone(text, country or region), row.phone)
    if not (external_id or email or phone):
        raise Invalid("nobody", "")
    return PersonRow(
        line=at,
        external_id=external_id,
        first_name=_line(row.first_name, 150),
        last_name=_line(row.last_name, 150),
        email=email,
        phone=phone,
        language=_read(places.language, row.language),
        country=country,
        city=_line(row.city, 100),
        time_zone=_read(places.time_zone, row.time_zone),
        company=_line(row.company, 200),
        attributes={key: value for key, value in attributes.items() if value is not None} or None,
        tags=tuple(_tag(name) for name in row.tags) or None,
        consents=tuple((one.purpose, one.channel, one.state) for one in row.consents) or None,
        email_given=row.email,
        phone_given=row.phone,
    )


def _read(parse: Callable[[str], str], text: str | None) -> str | None:
    return parse(text) or None if text is not None else None


def _line(text: str | None, longest: int) -> str | None:
    """Composed letters may be more than those that were sent."""
    plain = _read(normalise.line, text)
    if plain and len(plain) > longest:
        raise Invalid("too_long", plain)
    return plain


def _tag(name: str) -> str:
    plain = normalise.line(name)
    if not plain or len(plain) > 60:
        raise Invalid("tag", name)
    return plain


def _rejected(row: int, reason: str, value: str) -> CustomerOutcome:
    says = WORDS.get(reason, reason).format(value=value[:200])
    return CustomerOutcome(row=row, outcome="rejected", id=None, reason=reason, message=says)
