"""Kinds of custom object: `/objects/kinds`."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Text, refuse
from raabta.customers.attribute_kind import BadRules, attribute_kinds
from raabta.customers.fields import definitions_of
from raabta.customers.services.attributes import ChoicesMissing, KeyTaken, define_attribute
from raabta.objects.models import ObjectKind
from raabta.objects.queries import kinds, roles_of
from raabta.objects.services.kinds import (
    ObjectKeyTaken,
    TooManyKinds,
    add_role,
    archive_kind,
    edit_kind,
    make_kind,
)
from raabta.workspaces.models import Workspace

router = Router()
TAKEN = (ObjectKeyTaken, TooManyKinds, KeyTaken)
KEY = r"^[a-z][a-z0-9_]*$"
Word = Annotated[Text, Field(min_length=1, max_length=80, pattern=r"\S")]
Pair = Annotated[list[Word], Field(min_length=2, max_length=2)]
Names = Annotated[dict[Literal["en", "ur", "bn"], Pair], Field(min_length=1)]
Icon = Literal[
    "box", "car", "calendar-clock", "house", "file-text", "key", "heart", "wrench",
    "graduation-cap", "plane", "briefcase", "ticket",
]  # fmt: skip


class FieldOut(Schema):
    key: str
    label: str
    kind: str
    choices: list[str]
    is_required: bool


class RoleOut(Schema):
    key: str
    label: str
    target: str
    target_kind: str | None
    is_many: bool


class KindOut(Schema):
    key: str
    names: dict[str, list[str]]
    icon: str
    title_field: str
    goes_with_person: bool
    created_at: datetime
    fields: list[FieldOut]
    roles: list[RoleOut]


class KindChange(Body):
    names: Names | None = Field(
        None, description="By language: the singular and the plural.",
        examples=[{"en": ["Vehicle", "Vehicles"]}],
    )  # fmt: skip
    icon: Icon | None = None
    title_field: Text | None = Field(None, max_length=60)
    goes_with_person: bool | None = None


class KindIn(KindChange):
    key: Text = Field("", max_length=38, pattern=rf"{KEY}|^$", examples=["vehicle"])
    names: Names


class FieldIn(Body):
    label: Text = Field(min_length=1, max_length=100, pattern=r"\S")
    key: Text = Field("", max_length=60, pattern=rf"{KEY}|^$")
    kind: Text = Field(max_length=20, examples=["number"])
    choices: list[Text] = Field([], max_length=200)
    rules: dict[Text, Text | int | float | None] = Field({}, examples=[{}])
    is_required: bool = False


class RoleIn(Body):
    label: Text = Field(min_length=1, max_length=80, pattern=r"\S")
    key: Text = Field("", max_length=40, pattern=rf"{KEY}|^$")
    target: Literal["person", "company", "record"]
    target_kind: Text | None = Field(None, max_length=40, description="For records: their kind.")
    is_many: bool = False


@router.get("/kinds", response=list[KindOut], summary="List kinds with fields and relations")
@allowed("objects.view")
def index(request: ApiRequest) -> Any:
    workspace = request.auth.workspace
    return [shape(workspace, kind) for kind in kinds(workspace)]


@router.post("/kinds", response={201: KindOut}, summary="Make a kind")
@allowed("objects.kinds")
def create(request: ApiRequest, body: KindIn) -> Any:
    workspace = request.auth.workspace
    with problems_from("Nothing was made.", conflicts=TAKEN):
        kind = make_kind(workspace=workspace, actor=request.auth.actor, values=_values(body))
    return Status(201, shape(workspace, kind))


@router.patch("/kinds/{str:kind_key}", response=KindOut, summary="Change a kind")
@allowed("objects.kinds")
def update(request: ApiRequest, kind_key: Text, body: KindChange) -> Any:
    workspace = request.auth.workspace
    kind = edit_kind(
        workspace=workspace,
        actor=request.auth.actor,
        kind_id=kind_called(workspace, kind_key).pk,
        values=_values(body),
    )
    return shape(workspace, kind)


@router.delete("/kinds/{str:kind_key}", response={204: None}, summary="Archive a kind")
@allowed("objects.kinds")
def archive(request: ApiRequest, kind_key: Text) -> Any:
    """It and its records are hidden everywhere and kept."""
    workspace = request.auth.workspace
    kind_id = kind_called(workspace, kind_key).pk
    archive_kind(workspace=workspace, actor=request.auth.actor, kind_id=kind_id)
    return Status(204, None)


@router.post("/kinds/{str:kind_key}/fields", response={201: KindOut}, summary="Give a kind a field")
@allowed("objects.kinds")
def create_field(request: ApiRequest, kind_key: Text, body: FieldIn) -> Any:
    workspace = request.auth.workspace
    kind = kind_called(workspace, kind_key)
    if body.kind not in attribute_kinds:
        refuse([{"where": "body.kind", "message": f"One of: {', '.join(attribute_kinds)}."}])
    values = {**body.model_dump(), "subject": kind.subject}
    with problems_from("Nothing was made.", conflicts=TAKEN, invalid=(ChoicesMissing, BadRules)):
        define_attribute(workspace=workspace, actor=request.auth.actor, values=values)
    return Status(201, shape(workspace, kind))


@router.post(
    "/kinds/{str:kind_key}/roles", response={201: KindOut}, summary="Give a kind a relation"
)
@allowed("objects.kinds")
def create_role(request: ApiRequest, kind_key: Text, body: RoleIn) -> Any:
    workspace = request.auth.workspace
    kind, target = kind_called(workspace, kind_key), None
    if body.target == "record":
        target = kind_called(workspace, body.target_kind or "")
    values = {**body.model_dump(), "target_kind": target}
    with problems_from("Nothing was made.", conflicts=TAKEN):
        add_role(workspace=workspace, kind=kind, values=values)
    return Status(201, shape(workspace, kind))


def kind_called(workspace: Workspace, kind_key: Text) -> ObjectKind:
    return get_object_or_404(kinds(workspace), key=kind_key)


def shape(workspace: Workspace, kind: ObjectKind) -> KindOut:
    fields = [FieldOut.from_orm(one) for one in definitions_of(workspace, kind.subject)]
    roles = [
        RoleOut(
            key=one.key,
            label=one.label,
            target=one.target,
            target_kind=one.target_kind.key if one.target_kind else None,
            is_many=one.is_many,
        )
        for one in roles_of(kind).select_related("target_kind")
    ]
    return KindOut(
        key=kind.key,
        names=kind.names,
        icon=kind.icon,
        title_field=kind.title_field,
        goes_with_person=kind.goes_with_person,
        created_at=kind.created_at,
        fields=fields,
        roles=roles,
    )


def _values(body: KindChange) -> dict[str, Any]:
    """What was given; a kind keeps names and an icon that can be shown."""
    given = {k: v for k, v in body.model_dump(exclude_unset=True).items() if v is not None}
    if "names" in given:
        names = given["names"].items()
        given["names"] = {one: [text.strip() or text for text in pair] for one, pair in names}
    return given
