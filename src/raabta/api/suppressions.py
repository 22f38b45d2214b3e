"""Addresses, domains and numbers that get nothing: `/suppressions`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of, refuse
from raabta.messaging.models import Suppression
from raabta.messaging.queries.messages import suppressions
from raabta.messaging.services.suppressions import (
    Entry,
    NotSuppressible,
    parse_entry,
    suppress,
    unsuppress,
)

router = Router()
Channel = Literal["email", "sms", "whatsapp", "phone"]
MOST = 1_000


class SuppressionOut(Schema):
    id: int
    channel: str
    kind: str = Field(description="address or domain; a phone number counts as an address.")
    value: str = Field(description="Empty when only the hash is known, as after an erasure.")
    value_hash: str = Field(description="SHA-256 of the trimmed value in lower case.")
    reason: str
    created_at: datetime


class SuppressionsIn(Body):
    channel: Channel = "email"
    values: list[Text] = Field(
        min_length=1,
        max_length=MOST,
        examples=[["name@example.com", "@example.com"]],
        description="Addresses, domains or numbers, or SHA-256 hashes of them.",
    )
    evidence: Text = Field("", max_length=500)


class Added(Schema):
    added: int
    known: int


class SuppressionQuery(PageQuery):
    channel: Channel | None = None
    value: Text = Field("", max_length=254, description="Whole or in part.")


def shape(rows: Sequence[Suppression]) -> list[SuppressionOut]:
    return [SuppressionOut.from_orm(row) for row in rows]


@router.get("", response=Page[SuppressionOut], summary="List suppressions, newest first")
@allowed("messaging.view")
def index(request: ApiRequest, query: Query[SuppressionQuery]) -> Any:
    rows = suppressions(
        request.auth.workspace, search=query.value.strip(), channel=query.channel or ""
    )
    return page_of(rows, query, shape)


@router.post("", response={201: Added}, summary="Suppress up to 1,000 values")
@allowed("messaging.edit")
def create(request: ApiRequest, body: SuppressionsIn) -> Any:
    """What is on the list already keeps its first reason. All or nothing."""
    workspace, actor = request.auth.workspace, request.auth.actor
    entries = _entries(body, workspace.country)
    added = sum(
        suppress(
            workspace=workspace, actor=actor, entry=entry, reason=Suppression.Reason.MANUAL,
            evidence=body.evidence, channel=body.channel,
        )
        for entry in entries
    )  # fmt: skip
    return Status(201, Added(added=added, known=len(entries) - added))


@router.delete("/{int:suppression_id}", response={204: None}, summary="Take one off the list")
@allowed("messaging.edit")
def delete(request: ApiRequest, suppression_id: Id) -> Any:
    """Consent and the other rules still hold."""
    row = get_object_or_404(suppressions(request.auth.workspace), pk=suppression_id)
    unsuppress(workspace=request.auth.workspace, actor=request.auth.actor, suppression=row)
    return Status(204, None)


def _entries(body: SuppressionsIn, country: str) -> list[Entry]:
    found, wrong = [], []
    for at, value in enumerate(body.values):
        try:
            found.append(parse_entry(value, channel=body.channel, country=country))
        except NotSuppressible:
            told = "This is no address, domain or number of the channel."
            wrong.append({"where": f"body.values.{at}", "message": told})
    refuse(wrong)
    return found
