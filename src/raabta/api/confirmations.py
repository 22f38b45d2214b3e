"""Consents that wait for the owner of a mailbox: `/confirmations`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import Problem
from raabta.api.shapes import Id, Page, PageQuery, page_of
from raabta.messaging.models import PendingConsent
from raabta.messaging.queries.confirmations import all_open
from raabta.messaging.services.confirmations import cancel_question, resend

router = Router()


class PendingOut(Schema):
    id: int
    customer_id: int
    purpose: str
    channel: str
    address: str
    source: str
    asked_at: datetime
    expires_at: datetime
    mailed_at: datetime | None
    mails: int = Field(description="How many left.")
    mail_due_at: datetime | None = Field(description="When the next one is tried.")
    problem: str = Field(description="Why the last one did not leave.")


def shape(rows: Sequence[PendingConsent]) -> list[PendingOut]:
    return [PendingOut.from_orm(row) for row in rows]


@router.get("", response=Page[PendingOut], summary="List consents to confirm, newest first")
@allowed("customers.consent")
def index(request: ApiRequest, query: Query[PageQuery]) -> Any:
    return page_of(all_open(request.auth.workspace), query, shape)


@router.post("/{int:pending_id}/mail", response={202: PendingOut}, summary="Mail it again")
@allowed("customers.consent")
def mail(request: ApiRequest, pending_id: Id) -> Any:
    """At most three mails for one question, five minutes apart."""
    workspace = request.auth.workspace
    pending = get_object_or_404(all_open(workspace), pk=pending_id)
    if not resend(workspace=workspace, actor=request.auth.actor, pending_id=pending.pk):
        raise Problem(409, "It was mailed a moment ago, or three times already.")
    pending.refresh_from_db()
    return Status(202, pending)


@router.delete("/{int:pending_id}", response={204: None}, summary="Cancel it")
@allowed("customers.consent")
def delete(request: ApiRequest, pending_id: Id) -> Any:
    """The link in the mail works no more."""
    workspace = request.auth.workspace
    pending = get_object_or_404(all_open(workspace), pk=pending_id)
    cancel_question(workspace=workspace, actor=request.auth.actor, pending_id=pending.pk)
    return Status(204, None)
