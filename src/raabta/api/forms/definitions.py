"""Forms: `/forms`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.forms.fields import FieldIn, FieldOut, Language, read_fields, shape_fields
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of
from raabta.forms.form_field import FormField
from raabta.forms.models import Form
from raabta.forms.queries import counts_of, forms
from raabta.forms.services import building
from raabta.forms.services.notices import NotColleagues
from raabta.workspaces.models import Workspace

router = Router()
State = Literal["draft", "published", "archived"]
Address = Annotated[Text, Field(max_length=254)]


class TextsIn(Body):
    title: Text = Field("", max_length=150)
    text: Text = Field("", max_length=2_000)
    button: Text = Field("", max_length=60)
    thanks: Text = Field("", max_length=2_000)


class FormChange(Body):
    """Absent values stay as they are; `fields` takes the place of all fields."""

    name: Text | None = Field(None, min_length=1, max_length=100, pattern=r"\S")
    words: dict[Language, TextsIn] | None = None
    redirect_url: Text | None = Field(None, max_length=500, pattern=r"^(https?://[!-~]+)?$")
    tag: Text | None = Field(None, max_length=60)
    puzzle: Literal["never", "suspicious", "always"] | None = None
    disposable: Literal["take", "flag", "hold"] | None = None
    held_above: int | None = Field(None, ge=1, le=1_000)
    most_further: int | None = Field(None, ge=0, le=20)
    notify: list[Address] | None = Field(
        None, max_length=50, description="Addresses of colleagues who may read submissions."
    )
    # pydantic has a `fields` of its own, so the routes answer by the alias
    fields_: list[FieldIn] | None = Field(None, alias="fields", max_length=60)


class FormIn(FormChange):
    name: Text = Field(min_length=1, max_length=100, pattern=r"\S")


class CountsOut(Schema):
    seen: int
    started: int
    submitted: int
    held: int


class FormOut(Schema):
    id: int
    public_id: str
    url: str
    name: str
    state: State
    words: dict[str, dict[str, str]]
    redirect_url: str
    tag: str
    puzzle: str
    disposable: str
    held_above: int
    most_further: int
    notify: list[str]
    fields_: list[FieldOut] = Field(alias="fields")
    counts: CountsOut
    created_at: datetime
    updated_at: datetime


class FormQuery(PageQuery):
    state: State | None = None


def shaped(workspace: Workspace, rows: Sequence[Form]) -> list[dict[str, Any]]:
    counts = counts_of(workspace, rows)
    own = FormOut.model_fields.keys() - {"fields_", "counts", "url"}
    return [
        {
            **{name: getattr(row, name) for name in own},
            "url": settings.BASE_URL + reverse("web:form", args=[row.public_id]),
            "fields": shape_fields(row),
            "counts": counts[row.pk],
        }
        for row in rows
    ]


def one(workspace: Workspace, form_id: int) -> dict[str, Any]:
    return shaped(workspace, [get_object_or_404(forms(workspace), pk=form_id)])[0]


@router.get("", response=Page[FormOut], summary="List forms", by_alias=True)
@allowed("forms.view")
def index(request: ApiRequest, query: Query[FormQuery]) -> Any:
    workspace = request.auth.workspace
    rows = forms(workspace).order_by()
    if query.state:
        rows = rows.filter(state=query.state)
    return page_of(rows, query, lambda found: shaped(workspace, found))


@router.post("", response={201: FormOut}, summary="Make a form", by_alias=True)
@allowed("forms.edit")
def create(request: ApiRequest, body: FormIn) -> Any:
    """It is a draft until it is published."""
    workspace, actor = request.auth.workspace, request.auth.actor
    fields = read_fields(workspace, body.fields_ or [])
    with problems_from("Nothing was made.", invalid=(NotColleagues,)), transaction.atomic():
        made = building.create_form(workspace=workspace, actor=actor, name=body.name, fields=fields)
        building.edit_form(workspace=workspace, actor=actor, form_id=made.pk, **_values(body))
    return Status(201, one(workspace, made.pk))


@router.get("/{int:form_id}", response=FormOut, summary="Read a form", by_alias=True)
@allowed("forms.view")
def show(request: ApiRequest, form_id: Id) -> Any:
    return one(request.auth.workspace, form_id)


@router.patch("/{int:form_id}", response=FormOut, summary="Change a form", by_alias=True)
@allowed("forms.edit")
def update(request: ApiRequest, form_id: Id, body: FormChange) -> Any:
    workspace, actor = request.auth.workspace, request.auth.actor
    form = get_object_or_404(forms(workspace), pk=form_id)
    told: dict[str, Any] = {"workspace": workspace, "actor": actor, "form_id": form.pk}
    fields: list[FormField] | None = None
    if body.fields_ is not None:
        fields = read_fields(workspace, body.fields_)
    with problems_from("Nothing was changed.", invalid=(NotColleagues,)), transaction.atomic():
        building.edit_form(**told, **_values(body))
        if fields is not None:
            building.replace_fields(**told, fields=fields)
    return one(workspace, form.pk)


@router.delete("/{int:form_id}", response={204: None}, summary="Delete a form")
@allowed("forms.edit")
def delete(request: ApiRequest, form_id: Id) -> Any:
    """What was submitted stays. It comes back under Undo."""
    workspace = request.auth.workspace
    form = get_object_or_404(forms(workspace), pk=form_id)
    building.delete_form(workspace=workspace, actor=request.auth.actor, form_id=form.pk)
    return Status(204, None)


@router.put("/{int:form_id}/publication", response=FormOut, summary="Publish a form", by_alias=True)
@allowed("forms.edit")
def publish(request: ApiRequest, form_id: Id) -> Any:
    """409 when it asks for no address, or a consent has no text."""
    return _moved(request, form_id, Form.State.PUBLISHED)


@router.delete(
    "/{int:form_id}/publication", response=FormOut, summary="Unpublish a form", by_alias=True
)
@allowed("forms.edit")
def unpublish(request: ApiRequest, form_id: Id) -> Any:
    return _moved(request, form_id, Form.State.DRAFT)


def _moved(request: ApiRequest, form_id: int, state: str) -> dict[str, Any]:
    workspace = request.auth.workspace
    form = get_object_or_404(forms(workspace), pk=form_id)
    with problems_from("Nothing was changed.", conflicts=(building.NotReady,)):
        building.move_form(
            workspace=workspace, actor=request.auth.actor, form_id=form.pk, state=state
        )
    return one(workspace, form.pk)


def _values(body: FormChange) -> dict[str, Any]:
    """What was given, for `edit_form`."""
    given = body.model_dump(exclude_unset=True, exclude={"fields_"}).items()
    return {name: value for name, value in given if value is not None}
