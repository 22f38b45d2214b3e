"""What is inside free-form attributes: `/attributes/7/paths`."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.attributes.definitions import definitions
from raabta.api.problems import Problem
from raabta.api.shapes import Id
from raabta.customers.models import AttributeDefinition
from raabta.customers.queries.paths import paths_of, samples_of
from raabta.customers.services.paths import request_look

router = Router()


class PathOut(Schema):
    path: str = Field(description="Such as attributes.preferences.size, for rules and mails.")
    kind: str = Field(description="text, number, date, boolean, list or object.")
    seen_in: int = Field(description="How many profiles have it.")
    samples: list[str]
    looked_at: datetime


class LookOut(Schema):
    job: int


@router.get("/{int:definition_id}/paths", response=list[PathOut], summary="What is inside")
@allowed("customers.view")
def index(request: ApiRequest, definition_id: Id) -> Any:
    """Looked through every night."""
    held = free_form(request, definition_id)
    samples = samples_of(held)
    return [
        PathOut(
            path=f"attributes.{held.key}.{one.path}",
            kind=one.kind,
            seen_in=one.seen_in,
            samples=samples.get(one.path, []),
            looked_at=one.looked_at,
        )
        for one in paths_of(held)
    ]


@router.post("/{int:definition_id}/paths", response={202: LookOut}, summary="Look through now")
@allowed("customers.attributes")
def create(request: ApiRequest, definition_id: Id) -> Any:
    free_form(request, definition_id)
    job = request_look(workspace=request.auth.workspace, actor=request.auth.actor)
    return Status(202, LookOut(job=job.pk))


def free_form(request: ApiRequest, definition_id: int) -> AttributeDefinition:
    rows = definitions(request.auth.workspace).select_related("workspace")
    held = get_object_or_404(rows, pk=definition_id)
    if held.kind != "json":
        raise Problem(422, "Only free-form attributes have places inside. Nothing was done.")
    return held
