"""The send ledger: `/messages`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.shapes import Id, Page, PageQuery, page_of
from raabta.messaging.models import Message
from raabta.workspaces.models import Workspace

router = Router()
CAMPAIGN = "campaign:"


class MessageOut(Schema):
    """One message to one person; what machines opened or clicked is told apart."""

    id: int
    origin: str = Field(description="What sent it, such as campaign:12.")
    campaign_id: int | None
    customer_id: int | None
    purpose: str
    channel: str
    address: str
    language: str
    state: str
    reason: str = Field(description="Of a refused one: the rule that decided.")
    error: str
    planned_at: datetime
    not_before: datetime
    sent_at: datetime | None
    opened_at: datetime | None
    clicked_at: datetime | None
    machine_opened_at: datetime | None
    machine_clicked_at: datetime | None
    bounced_at: datetime | None
    bounce_kind: str
    unsubscribed_at: datetime | None
    complained_at: datetime | None


class MessageQuery(PageQuery):
    campaign_id: Id | None = None
    customer_id: Id | None = None
    state: Literal[
        "",
        "queued",
        "claimed",
        "handed",
        "sent",
        "bounced",
        "failed",
        "refused",
        "held_out",
        "cancelled",
        "unknown",
    ] = ""


@router.get("", response=Page[MessageOut], summary="List messages")
@allowed("messaging.view")
def index(request: ApiRequest, query: Query[MessageQuery]) -> Any:
    rows = messages(request.auth.workspace)
    if query.campaign_id:
        rows = rows.filter(origin=f"{CAMPAIGN}{query.campaign_id}")
    if query.customer_id:
        rows = rows.filter(customer=query.customer_id)
    if query.state:
        rows = rows.filter(state=query.state)
    return page_of(rows, query, shape)


@router.get("/{int:message_id}", response=MessageOut, summary="One message")
@allowed("messaging.view")
def show(request: ApiRequest, message_id: Id) -> Any:
    return shape([get_object_or_404(messages(request.auth.workspace), pk=message_id)])[0]


def messages(workspace: Workspace) -> QuerySet[Message]:
    return Message.objects.filter(workspace=workspace)


def shape(rows: Sequence[Message]) -> list[MessageOut]:
    own = MessageOut.model_fields.keys() - {"campaign_id"}
    return [
        MessageOut(
            **{name: getattr(row, name) for name in own}, campaign_id=_campaign_id(row.origin)
        )
        for row in rows
    ]


def _campaign_id(origin: str) -> int | None:
    number = origin.removeprefix(CAMPAIGN)
    return int(number) if number.isdecimal() else None
