"""Definitions of the workspace's own attributes: `/attributes`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, get_args

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed, demand
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of, refuse
from raabta.customers.attribute_kind import BadRules, attribute_kinds
from raabta.customers.formulas.syntax import LONGEST, FormulaError
from raabta.customers.models import AttributeDefinition
from raabta.customers.queries.attribute_uses import uses_of_definition
from raabta.customers.sensitive import PERMISSION
from raabta.customers.services.attributes import (
    ChoicesMissing,
    KeyTaken,
    define_attribute,
    edit_attribute,
    retire_attribute,
)
from raabta.workspaces.models import Workspace
from raabta.workspaces.use import Use

router = Router()

Subject = Literal["customer", "company", "order"]


class DefinitionOut(Schema):
    id: int
    subject: str
    key: str
    label: str
    kind: str
    formula: str = Field(description="What computes the values; empty where people fill them in.")
    choices: list[str]
    rules: dict[str, Any] = Field(description="The limits of new values, by the kind's names.")
    help: str
    is_required: bool
    is_sensitive: bool = Field(description="Masked but for those who may see it.")
    position: int
    archived_at: datetime | None


class DefinitionChange(Body):
    """Absent fields stay as they are; key, kind and subject stay for good, for values exist."""

    label: Text | None = Field(None, min_length=1, max_length=100, pattern=r"\S")
    help: Text | None = Field(None, max_length=200)
    choices: list[Text] | None = Field(None, max_length=500, examples=[["Gold", "Silver"]])
    rules: dict[Text, Text | int | float | None] | None = Field(None, examples=[{}])
    is_required: bool | None = None
    is_sensitive: bool | None = Field(
        None, description="Of customers only; needs the scope customers.sensitive."
    )
    formula: Text | None = Field(
        None,
        min_length=1,
        max_length=LONGEST,
        description="Only what was made with a formula takes another one.",
        examples=[None],
    )
    is_archived: bool | None = Field(None, description="Archived ones are hidden everywhere.")


class DefinitionIn(DefinitionChange):
    label: Text = Field(min_length=1, max_length=100, pattern=r"\S", examples=["Shoe size"])
    kind: Text = Field(max_length=20, examples=["number"])
    subject: Subject = "customer"
    key: Text = Field("", max_length=60, pattern=r"^[A-Za-z0-9_-]*$")


class UseOut(Schema):
    kind: str = Field(examples=["Audience"])
    name: str
    id: int | None


class UsesOut(Schema):
    uses: list[UseOut]
    hidden: int = Field(description="Uses that the key lacks the scope to see.")


class DefinitionQuery(PageQuery):
    subject: Subject | None = None
    is_archived: bool | None = None


@router.get("", response=Page[DefinitionOut], summary="List attributes")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[DefinitionQuery]) -> Any:
    rows = definitions(request.auth.workspace)
    if query.subject:
        rows = rows.filter(subject=query.subject)
    if query.is_archived is not None:
        rows = rows.filter(archived_at__isnull=not query.is_archived)
    return page_of(rows, query, shape)


@router.post("", response={201: DefinitionOut}, summary="Define an attribute")
@allowed("customers.attributes")
def create(request: ApiRequest, body: DefinitionIn) -> Any:
    if body.is_sensitive is not None:
        demand(request, PERMISSION)
    workspace, actor = request.auth.workspace, request.auth.actor
    if body.kind not in attribute_kinds:
        refuse([{"where": "body.kind", "message": f"One of: {', '.join(attribute_kinds)}."}])
    with problems_from("Nothing was created.", conflicts=(KeyTaken,), invalid=INVALID):
        made = define_attribute(workspace=workspace, actor=actor, values=_values(body))
        return Status(201, _kept(request, made, body))


@router.get("/{int:definition_id}", response=DefinitionOut, summary="One attribute")
@allowed("customers.view")
def show(request: ApiRequest, definition_id: Id) -> Any:
    return get_object_or_404(definitions(request.auth.workspace), pk=definition_id)


@router.get("/{int:definition_id}/uses", response=UsesOut, summary="Where an attribute is used")
@allowed("customers.view")
def uses(request: ApiRequest, definition_id: Id) -> Any:
    """Look here before archiving it; what the key may not see is only counted."""
    definition = get_object_or_404(definitions(request.auth.workspace), pk=definition_id)
    seen, hidden = uses_of_definition(definition, request.auth.may)
    rows = [UseOut(kind=str(one.kind), name=one.label, id=_number(one)) for one in seen]
    return UsesOut(uses=rows, hidden=hidden)


@router.patch("/{int:definition_id}", response=DefinitionOut, summary="Change an attribute")
@allowed("customers.attributes")
def update(request: ApiRequest, definition_id: Id, body: DefinitionChange) -> Any:
    """Values that are there stay as they are, whatever the new limits say."""
    if body.is_sensitive is not None:
        demand(request, PERMISSION)
    workspace, actor = request.auth.workspace, request.auth.actor
    held = get_object_or_404(definitions(workspace), pk=definition_id)
    with problems_from("Nothing was changed.", conflicts=(), invalid=INVALID):
        edited = edit_attribute(
            workspace=workspace, actor=actor, definition_id=held.pk, values=_values(body)
        )
        return _kept(request, edited, body)


INVALID = (ChoicesMissing, BadRules, FormulaError)


def _number(use: Use) -> int | None:
    return int(use.url_args[0]) if use.url_args else None


def definitions(workspace: Workspace) -> QuerySet[AttributeDefinition]:
    """Those of people, companies and orders; the fields of custom objects have a right of their own."""
    mine = AttributeDefinition.objects.filter(workspace=workspace)
    return mine.filter(subject__in=get_args(Subject))


def shape(rows: Sequence[AttributeDefinition]) -> list[DefinitionOut]:
    return [DefinitionOut.from_orm(row) for row in rows]


def _values(body: DefinitionChange) -> dict[str, Any]:
    given = body.model_dump(exclude_unset=True, exclude={"is_archived"})
    values = {name: value for name, value in given.items() if value is not None}
    if isinstance(body, DefinitionIn):
        values |= {"kind": body.kind, "subject": body.subject}
    if "choices" in values:
        lines = [" ".join(line.split())[:100] for line in values["choices"]]
        values["choices"] = list(dict.fromkeys(filter(None, lines)))
    return values


def _kept(
    request: ApiRequest, held: AttributeDefinition, body: DefinitionChange
) -> AttributeDefinition:
    """The definition as it is after it was archived or shown again, where that was asked."""
    workspace, actor = request.auth.workspace, request.auth.actor
    if body.is_archived is not None and body.is_archived != (held.archived_at is not None):
        retire_attribute(
            workspace=workspace,
            actor=actor,
            definition_id=held.pk,
            is_retired=body.is_archived,
        )
    return definitions(workspace).get(pk=held.pk)
