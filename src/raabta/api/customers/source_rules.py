"""Rules about whose value counts for a field: `/customers/source-rules`."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.shapes import Body, Page, PageQuery, Text, page_of, refuse
from raabta.customers.models import SourceRule
from raabta.customers.ruled_fields import known_sources, ruled_fields
from raabta.customers.services.source_rules import remove_source_rule, set_source_rule
from raabta.workspaces.models import Workspace

router = Router()
MOST = 10


class SourceRuleOut(Schema):
    field: str = Field(examples=["city", "attributes.size"])
    sources: list[str] = Field(description="The most trusted one first.")


class SourceRuleIn(Body):
    sources: list[Text] = Field(
        min_length=1,
        max_length=MOST,
        description="ui, import, api, form, tracking, or api: and the name of a key. The most "
        "trusted one first; one that is absent counts least.",
        examples=[["api:ERP", "ui"]],
    )


def shape(rows: Sequence[SourceRule]) -> list[SourceRuleOut]:
    return [SourceRuleOut.from_orm(row) for row in rows]


@router.get("/source-rules", response=Page[SourceRuleOut], summary="List source priorities")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[PageQuery]) -> Any:
    return page_of(SourceRule.objects.filter(workspace=request.auth.workspace), query, shape)


@router.get("/source-rules/{field}", response=SourceRuleOut, summary="A field's priority")
@allowed("customers.view")
def show(request: ApiRequest, field: str) -> Any:
    return _rule(request.auth.workspace, field)


@router.put("/source-rules/{field}", response=SourceRuleOut, summary="Set a field's priority")
@allowed("customers.attributes")
def update(request: ApiRequest, field: str, body: SourceRuleIn) -> Any:
    """A rule that the field had goes."""
    workspace = request.auth.workspace
    if field not in ruled_fields(workspace):
        refuse([{"where": "path.field", "message": "There is no such field to rule."}])
    known = known_sources(workspace)
    refuse(
        [
            {"where": f"body.sources.{place}", "message": "There is no such source."}
            for place, source in enumerate(body.sources)
            if source not in known
        ]
    )
    return set_source_rule(
        workspace=workspace, actor=request.auth.actor, field=field, sources=body.sources
    )


@router.delete("/source-rules/{field}", response={204: None}, summary="Remove a priority")
@allowed("customers.attributes")
def delete(request: ApiRequest, field: str) -> Any:
    """Every source may overwrite the field again."""
    workspace = request.auth.workspace
    rule = _rule(workspace, field)
    remove_source_rule(workspace=workspace, actor=request.auth.actor, rule_id=rule.pk)
    return Status(204, None)


def _rule(workspace: Workspace, field: str) -> SourceRule:
    return get_object_or_404(SourceRule, workspace=workspace, field=field)
