"""Audiences as texts: read them, plan what files would change, apply them; compare two rules."""

from typing import Any

from ninja import Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.audiences.rules import RULE, audience_of, kept_rule, rule_from
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, JsonObject, Text
from raabta.audiences.queries import compare
from raabta.audiences.services.files import (
    MOST_FILES,
    BadFiles,
    apply_files,
    files_of,
    text_of,
)
from raabta.audiences.services.planning import counted_plan

router = Router()
FILE = "name: Lahore\nrule:\n  all:\n    - attribute_text: {field: city, operator: is, value: Lahore}\n"


class TextOut(Schema):
    text: str = Field(description="YAML; `name`, `description` and `rule`.", examples=[FILE])


class FilesOut(Schema):
    files: dict[str, str] = Field(description="Texts by file name.")


class FilesIn(Body):
    files: dict[Text, Text] = Field(
        min_length=1, max_length=MOST_FILES, examples=[{"lahore.yaml": FILE}]
    )
    remove: bool = Field(
        default=False, description="Whether audiences without a file are archived."
    )


class People(Schema):
    before: int
    after: int
    enter: int
    leave: int


class ChangeOut(Schema):
    kind: str = Field(description="create, change, remove or same.")
    name: str
    before: str
    after: str
    people: People | None = Field(
        description="Whom it moves; null for what stays, and for a rule about an audience that "
        "the same files make."
    )


class PlanOut(Schema):
    changes: list[ChangeOut]


class AppliedOut(Schema):
    kind: str
    name: str


class RuleIn(Body):
    rule: JsonObject = Field(examples=[RULE])


@router.get("/files", response=FilesOut, summary="All audiences as texts")
@allowed("audiences.view")
def index(request: ApiRequest) -> Any:
    return {"files": files_of(request.auth.workspace)}


@router.post("/files/plan", response=PlanOut, summary="What files would change")
@allowed("audiences.edit")
def plan(request: ApiRequest, body: FilesIn) -> Any:
    """Nothing is changed. An audience is the one of its name."""
    with problems_from("Nothing was changed.", invalid=(BadFiles,)):
        changes = counted_plan(
            workspace=request.auth.workspace,
            actor=request.auth.actor,
            files=body.files,
            removes=body.remove,
        )
    return {"changes": changes}


@router.post("/files", response=list[AppliedOut], summary="Make the audiences as files say")
@allowed("audiences.edit")
def create(request: ApiRequest, body: FilesIn) -> Any:
    """All of them, or none when one cannot be read."""
    with problems_from("Nothing was changed.", invalid=(BadFiles,)):
        return apply_files(
            workspace=request.auth.workspace,
            actor=request.auth.actor,
            files=body.files,
            removes=body.remove,
        )


@router.get("/{int:audience_id}/text", response=TextOut, summary="An audience as text")
@allowed("audiences.view")
def show(request: ApiRequest, audience_id: Id) -> Any:
    workspace = request.auth.workspace
    return {"text": text_of(workspace, audience_of(workspace, audience_id))}


@router.post(
    "/{int:audience_id}/compare",
    response=People,
    summary="Who would enter and leave with another rule",
)
@allowed("audiences.view")
def compare_rules(request: ApiRequest, audience_id: Id, body: RuleIn) -> Any:
    workspace = request.auth.workspace
    held = audience_of(workspace, audience_id)
    return compare(workspace, kept_rule(held), rule_from(body.rule), number=held.pk)
