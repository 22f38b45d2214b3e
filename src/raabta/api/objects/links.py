"""Who and what a record goes with: `/objects/records/7/links`."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import Problem, problems_from
from raabta.api.shapes import Body, Id, Text
from raabta.objects.models import ObjectLink
from raabta.objects.queries import links, records, roles_of
from raabta.objects.services.links import InvalidLink, link, unlink

router = Router()


class LinkOut(Schema):
    id: int
    role: str = Field(alias="role.key")
    customer_id: int | None
    company_id: int | None
    record_id: int | None = Field(alias="other_id", description="The other record.")
    created_at: datetime


class LinkIn(Body):
    role: Text = Field(min_length=1, max_length=40)
    id: Id = Field(description="Of the person, company or record, as the relation has it.")


@router.get("/records/{int:record_id}/links", response=list[LinkOut], summary="List links")
@allowed("objects.view")
def index(request: ApiRequest, record_id: Id) -> Any:
    workspace = request.auth.workspace
    record = get_object_or_404(records(workspace), pk=record_id)
    return links(workspace).filter(record=record).select_related("role").order_by("pk")


@router.post(
    "/records/{int:record_id}/links", response={201: LinkOut}, summary="Link a record; repeatable"
)
@allowed("objects.edit")
def create(request: ApiRequest, record_id: Id, body: LinkIn) -> Any:
    """A relation of one changes hands."""
    workspace = request.auth.workspace
    record = get_object_or_404(records(workspace), pk=record_id)
    role = roles_of(record.kind).filter(key=body.role).first()
    if role is None:
        raise Problem(422, "The kind has no such relation. Nothing was linked.")
    with problems_from("Nothing was linked.", invalid=(InvalidLink,)):
        made = link(
            workspace=workspace,
            actor=request.auth.actor,
            record_id=record.pk,
            role=role,
            target_id=body.id,
        )
    return Status(201, made)


@router.delete("/links/{int:link_id}", response={204: None}, summary="Take a link away")
@allowed("objects.edit")
def delete(request: ApiRequest, link_id: Id) -> Any:
    workspace = request.auth.workspace
    found = get_object_or_404(ObjectLink.objects.filter(workspace=workspace), pk=link_id)
    unlink(workspace=workspace, actor=request.auth.actor, link_id=found.pk)
    return Status(204, None)
