"""The fields of a form as programs write and read them."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, ValidationError

from raabta.api.shapes import Body, JsonObject, Text, refuse
from raabta.forms.form_field import FormField, form_fields
from raabta.forms.models import Form
from raabta.forms.targets import targets
from raabta.kernel.registry import UnknownMember
from raabta.workspaces.models import Workspace

Language = Literal["en", "ur", "bn"]
ID = r"^[a-z][a-z0-9_]*$"
SHARED = set(FormField.model_fields)


class WordsIn(Body):
    label: Text = Field("", max_length=1_000)
    help: Text = Field("", max_length=500)
    placeholder: Text = Field("", max_length=100)


class ShownWhenIn(Body):
    field: Text = Field(max_length=40, description="The id of a field further up.")
    how: Literal["is", "is_not", "one_of"] = "is"
    values: list[Annotated[Text, Field(max_length=300)]] = Field([], max_length=100)


class FieldIn(Body):
    kind: Text = Field(max_length=40, examples=["email"])
    id: Text = Field(max_length=40, pattern=ID, examples=["email"])
    words: dict[Language, WordsIn] = Field({}, examples=[{"en": {"label": "E-mail"}}])
    is_required: bool = False
    writes: Text = Field("", max_length=80, description="Such as city or attributes.size.")
    shown_when: ShownWhenIn | None = None
    skip_known: bool = Field(
        default=False, description="Not asked of a visitor of whom it is known."
    )
    is_further: bool = Field(
        default=False, description="Asked only in place of one that was left out."
    )
    settings: JsonObject = Field(
        {}, description="What only this kind has, such as choices.", examples=[{}]
    )


class FieldOut(Schema):
    kind: str
    id: str
    words: dict[str, dict[str, str]]
    is_required: bool
    writes: str
    shown_when: dict[str, Any] | None
    skip_known: bool
    is_further: bool
    settings: dict[str, Any]


def read_fields(workspace: Workspace, rows: list[FieldIn]) -> list[FormField]:
    """Raises Problem 422 that names the fields that cannot be."""
    known, seen = targets(workspace), set[str]()
    found: list[FormField] = []
    errors: list[dict[str, str]] = []
    for at, row in enumerate(rows):
        where = f"body.fields.{at}"
        if row.id in seen:
            errors.append({"where": f"{where}.id", "message": "Another field has this id."})
        if row.writes and row.writes not in known:
            told = f"One of: {', '.join(known)}."
            errors.append({"where": f"{where}.writes", "message": told})
        seen.add(row.id)
        try:
            found.append(form_fields.build(row.kind, _stored(row)))
        except UnknownMember:
            told = f"One of: {', '.join(form_fields)}."
            errors.append({"where": f"{where}.kind", "message": told})
        except ValidationError as error:
            told = "; ".join(f"{one['loc'][0]}: {one['msg']}" for one in error.errors())
            errors.append({"where": f"{where}.settings", "message": told})
    refuse(errors)
    return found


def _stored(row: FieldIn) -> dict[str, Any]:
    own = {key: value for key, value in row.settings.items() if key not in SHARED}
    return {**own, **row.model_dump(exclude={"kind", "settings"})}


def shape_field(item: FormField) -> FieldOut:
    told = item.model_dump(mode="json")
    own = {key: value for key, value in told.items() if key not in SHARED}
    shared = {key: value for key, value in told.items() if key in SHARED}
    return FieldOut(kind=item.key, settings=own, **shared)


def shape_fields(form: Form) -> list[FieldOut]:
    return [shape_field(item) for item in form.items]
