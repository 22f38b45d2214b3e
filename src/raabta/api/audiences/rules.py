"""List, show, create, change and delete audiences, and count a rule."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, JsonObject, Page, PageQuery, Text, page_of, refuse
from raabta.audiences import services
from raabta.audiences.condition import conditions
from raabta.audiences.models import Audience
from raabta.audiences.queries import audiences, count, rule_of, sentence_of
from raabta.audiences.rules import BadRule, Rule, parse
from raabta.workspaces.models import Workspace

router = Router()
TAKEN = (services.NameTaken,)
RULE = {
    "match": "all",
    "items": [{"key": "attribute_text", "params": {"field": "city", "value": "Lahore"}}],
}


class AudienceOut(Schema):
    id: int
    name: str
    description: str
    rule: dict[str, Any]
    sentence: str = Field(description="The rule in words.")
    last_count: int | None
    last_counted_at: datetime | None
    created_by: str
    created_at: datetime
    updated_at: datetime


class AudienceChange(Body):
    name: Text | None = Field(None, min_length=1, max_length=120, pattern=r"\S")
    description: Text | None = Field(None, max_length=2_000)
    rule: JsonObject | None = Field(None, description="A group: match all, any or none of items.")


class AudienceIn(AudienceChange):
    name: Text = Field(min_length=1, max_length=120, pattern=r"\S", examples=["Lahore"])
    rule: JsonObject = Field(
        description="A group: match all, any or none of items; an item is a condition (key and "
        "params) or a group. `/audiences/conditions` lists the conditions.",
        examples=[RULE],
    )


class RuleIn(Body):
    rule: JsonObject = Field(examples=[RULE])


class AudienceQuery(PageQuery):
    search: Text = Field("", max_length=120, description="Is in the name.")


class Count(Schema):
    count: int


class ConditionOut(Schema):
    key: str
    label: str
    group: str
    params: dict[str, Any] = Field(description="JSON Schema of its params.")


def shaped(workspace: Workspace, rows: Sequence[Audience]) -> list[AudienceOut]:
    own = AudienceOut.model_fields.keys() - {"sentence"}
    return [
        AudienceOut(
            **{name: getattr(row, name) for name in own}, sentence=sentence_of(workspace, row)
        )
        for row in rows
    ]


@router.get("", response=Page[AudienceOut], summary="List audiences")
@allowed("audiences.view")
def index(request: ApiRequest, query: Query[AudienceQuery]) -> Any:
    workspace = request.auth.workspace
    rows = audiences(workspace, search=query.search)
    return page_of(rows, query, partial(shaped, workspace))


@router.post("", response={201: AudienceOut}, summary="Create an audience")
@allowed("audiences.edit")
def create(request: ApiRequest, body: AudienceIn) -> Any:
    workspace = request.auth.workspace
    with problems_from("Nothing was created.", conflicts=TAKEN):
        made = services.create_audience(
            workspace=workspace,
            actor=request.auth.actor,
            name=body.name.strip(),
            rule=rule_from(body.rule),
            description=body.description or "",
        )
    return Status(201, shaped(workspace, [made])[0])


@router.get("/conditions", response=list[ConditionOut], summary="List what a rule can ask")
@allowed("audiences.view")
def list_conditions(request: ApiRequest) -> Any:
    return [
        ConditionOut(
            key=member.key,
            label=str(member.label),
            group=str(member.group),
            params={
                name: {"type": "any", **_plain(schema)}
                for name, schema in member.model_json_schema()["properties"].items()
            }
            if member.model_fields
            else {},
        )
        for member in conditions.members()
    ]


@router.post("/count", response=Count, summary="Count a rule without keeping it")
@allowed("audiences.view")
def count_rule(request: ApiRequest, body: RuleIn) -> Any:
    return Count(count=count(request.auth.workspace, rule_from(body.rule)))


@router.get("/{int:audience_id}", response=AudienceOut, summary="One audience")
@allowed("audiences.view")
def show(request: ApiRequest, audience_id: Id) -> Any:
    workspace = request.auth.workspace
    return shaped(workspace, [audience_of(workspace, audience_id)])[0]


@router.patch("/{int:audience_id}", response=AudienceOut, summary="Change an audience")
@allowed("audiences.edit")
def update(request: ApiRequest, audience_id: Id, body: AudienceChange) -> Any:
    workspace = request.auth.workspace
    held = audience_of(workspace, audience_id)
    rule = rule_from(held.rule if body.rule is None else body.rule)
    description = held.description if body.description is None else body.description
    with problems_from("Nothing was changed.", conflicts=TAKEN, invalid=(BadRule,)):
        changed = services.edit_audience(
            workspace=workspace,
            actor=request.auth.actor,
            audience=held,
            name=(body.name or held.name).strip(),
            rule=rule,
            description=description,
        )
    return shaped(workspace, [changed])[0]


@router.delete("/{int:audience_id}", response={204: None}, summary="Delete an audience")
@allowed("audiences.edit")
def delete(request: ApiRequest, audience_id: Id) -> Any:
    """It goes into the archive. One that something uses is not removed (409)."""
    workspace = request.auth.workspace
    held = audience_of(workspace, audience_id)
    with problems_from("Nothing was changed.", conflicts=(services.InUse,)):
        services.remove_audience(workspace=workspace, actor=request.auth.actor, audience=held)
    return Status(204, None)


@router.get("/{int:audience_id}/count", response=Count, summary="Count an audience now")
@allowed("audiences.view")
def show_count(request: ApiRequest, audience_id: Id) -> Any:
    workspace = request.auth.workspace
    held = audience_of(workspace, audience_id)
    return Count(count=count(workspace, kept_rule(held)))


def audience_of(workspace: Workspace, audience_id: int) -> Audience:
    return get_object_or_404(audiences(workspace), pk=audience_id)


def kept_rule(audience: Audience) -> Rule:
    """The rule of a kept audience. Raises Problem 409 when a condition of it is gone."""
    with problems_from("Change the rule first.", conflicts=(BadRule,)):
        return rule_of(audience)


def rule_from(data: dict[str, Any]) -> Rule:
    """Raises Problem 422 with an error for each bad item, by its place in the rule."""
    try:
        return parse(data)
    except BadRule as error:
        refuse(
            [
                {
                    "where": ".".join(
                        part for part in ("body.rule", problem.path, problem.field) if part
                    ),
                    "message": problem.message,
                }
                for problem in error.problems
            ]
        )
        raise


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Without what only forms need."""
    return {key: value for key, value in schema.items() if key in SHOWN}


SHOWN = frozenset({"type", "anyOf", "enum", "const", "default", "items", "format", "minimum"})
