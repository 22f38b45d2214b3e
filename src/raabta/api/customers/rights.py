"""Erase a customer for good; put one on legal hold, so that nobody does."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import Problem
from raabta.api.shapes import Body, Id, Text
from raabta.customers.queries import people
from raabta.customers.queries.rights import open_hold
from raabta.customers.services.erasure import OnHold, erase_customer
from raabta.customers.services.holds import AlreadyOnHold, place_hold, release_hold

router = Router()


class HoldIn(Body):
    reason: Text = Field(min_length=1, max_length=1_000, pattern=r"\S")


class HoldOut(Schema):
    reason: str
    placed_at: datetime
    placed_by: str


@router.post(
    "/{int:customer_id}/erasure", response={204: None}, summary="Erase a customer for good"
)
@allowed("customers.erase")
def erase(request: ApiRequest, customer_id: Id) -> Any:
    """Everything that tells who they are goes; nothing brings it back. 409 while on hold."""
    workspace = request.auth.workspace
    get_object_or_404(people(workspace), pk=customer_id)
    try:
        erase_customer(workspace=workspace, actor=request.auth.actor, customer_id=customer_id)
    except OnHold as error:
        raise Problem(409, str(error)) from error
    return Status(204, None)


@router.get("/{int:customer_id}/hold", response=HoldOut, summary="Read the legal hold")
@allowed("customers.erase")
def show(request: ApiRequest, customer_id: Id) -> Any:
    """404 when the customer is not on hold."""
    get_object_or_404(people(request.auth.workspace), pk=customer_id)
    held = open_hold(request.auth.workspace, customer_id)
    if held is None:
        raise Problem(404, "This customer is not on hold.")
    return held


@router.post(
    "/{int:customer_id}/hold", response={201: HoldOut}, summary="Put a customer on legal hold"
)
@allowed("customers.erase")
def create(request: ApiRequest, customer_id: Id, body: HoldIn) -> Any:
    """From now on nobody erases them, neither by hand nor by a rule."""
    workspace = request.auth.workspace
    get_object_or_404(people(workspace), pk=customer_id)
    try:
        held = place_hold(
            workspace=workspace, actor=request.auth.actor, customer_id=customer_id,
            reason=body.reason,
        )  # fmt: skip
    except AlreadyOnHold as error:
        raise Problem(409, "This customer is on hold already.") from error
    return Status(201, held)


@router.delete("/{int:customer_id}/hold", response={204: None}, summary="Release a legal hold")
@allowed("customers.erase")
def delete(request: ApiRequest, customer_id: Id) -> Any:
    workspace = request.auth.workspace
    get_object_or_404(people(workspace), pk=customer_id)
    if not release_hold(workspace=workspace, actor=request.auth.actor, customer_id=customer_id):
        raise Problem(404, "This customer is not on hold.")
    return Status(204, None)
