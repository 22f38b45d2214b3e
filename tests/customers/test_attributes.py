from datetime import date, datetime
from typing import Any

import pytest

from raabta.customers.attributes import InvalidValue, parse_value, value_as_text
from raabta.customers.models import AttributeDefinition
from raabta.customers.services.attributes import (
    ChoicesMissing,
    KeyTaken,
    define_attribute,
    edit_attribute,
    retire_attribute,
)
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)


def of(kind: str, **more: Any) -> AttributeDefinition:
    return AttributeDefinition(label="It", key="it", kind=kind, **more)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", "  زینب ", "زینب"),
        ("text", 7, "7"),
        ("number", "42", 42),
        ("number", "1,234.5", 1234.5),
        ("number", "১২", 12),
        ("number", "-3.0", -3),
        ("number", 2.5, 2.5),
        ("date", "2026-03-31", "2026-03-31"),
        ("date", "2026-03-31T10:00:00", "2026-03-31"),
        ("date", date(2026, 3, 31), "2026-03-31"),
        ("date", datetime(2026, 3, 31, 10), "2026-03-31"),  # noqa: DTZ001
        ("boolean", "Yes", True),
        ("boolean", "ہاں", True),
        ("boolean", False, False),
        ("choice", "red", "Red"),
        ("list", "a, b; a\nc", ["a", "b", "c"]),
        ("list", ["a", " b "], ["a", "b"]),
        ("list", '["a, b", "c"]', ["a, b", "c"]),
        ("text", " ", None),
        ("number", None, None),
        ("list", [], None),
    ],
)
def test_values_are_read_from_whatever_holds_them(kind: str, raw: Any, value: Any) -> None:
    definition = of(kind, choices=["Red", "Blue"] if kind == "choice" else [])
    parsed = parse_value(definition, raw)
    assert parsed == value
    assert type(parsed) is type(value)
    assert parse_value(definition, value_as_text(definition, parsed)) == value or "a, b" in str(raw)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("number", "12,5"),
        ("number", "many"),
        ("number", "nan"),
        ("number", "inf"),
        ("number", True),
        ("date", "31/03/2026"),
        ("date", "2026-02-30"),
        ("boolean", "perhaps"),
        ("choice", "Green"),
        ("text", "x" * 2001),
        ("list", [str(n) for n in range(101)]),
    ],
)
def test_what_is_no_value_is_refused_in_words(kind: str, raw: Any) -> None:
    with pytest.raises(InvalidValue, match="It"):
        parse_value(of(kind, choices=["Red"] if kind == "choice" else []), raw)


def test_a_required_attribute_cannot_be_emptied() -> None:
    with pytest.raises(InvalidValue, match="It is needed"):
        parse_value(of("text", is_required=True), "")


def test_attributes_are_defined_changed_and_retired(workspace: Workspace) -> None:
    values = {"label": "Shoe size", "kind": "number"}
    made = define_attribute(workspace=workspace, actor=AYESHA, values=values)
    assert (made.key, made.position) == ("shoe_size", 1)
    urdu = {"label": "جوتے", "kind": "text"}
    assert define_attribute(workspace=workspace, actor=AYESHA, values=urdu).key == "attribute_2"
    with pytest.raises(KeyTaken):
        define_attribute(workspace=workspace, actor=AYESHA, values=values)
    with pytest.raises(ChoicesMissing):
        define_attribute(
            workspace=workspace, actor=AYESHA, values={"label": "Colour", "kind": "choice"}
        )
    edited = edit_attribute(
        workspace=workspace,
        actor=AYESHA,
        definition_id=made.pk,
        values={"label": "Size", "kind": "text", "key": "other"},
    )
    assert (edited.label, edited.kind, edited.key) == ("Size", "number", "shoe_size")
    retire_attribute(workspace=workspace, actor=AYESHA, definition_id=made.pk)
    assert AttributeDefinition.objects.filter(archived_at=None).count() == 1
