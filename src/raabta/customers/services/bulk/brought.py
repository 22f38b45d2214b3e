"""Attributes that a file brings along: made when they are missing, by their label."""

from collections.abc import Sequence
from typing import Any

from raabta.customers.attribute_kind import AttributeKind, InvalidValue, kind_named, kind_of
from raabta.customers.attributes import parse_value
from raabta.customers.fields import definitions_of
from raabta.customers.import_target import ImportContext
from raabta.customers.imports import values
from raabta.customers.imports.person_rows import PersonRow
from raabta.customers.models import AttributeDefinition
from raabta.customers.normalise import Invalid
from raabta.customers.services.attributes import define_attribute
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

MOST = 200  # attributes; a file with a key for each person would make millions


def definitions(workspace: Workspace) -> list[AttributeDefinition]:
    """The attributes that a file may fill."""
    return [one for one in definitions_of(workspace) if not one.is_computed]


def attribute_named(workspace: Workspace, label: str, kind: str) -> AttributeDefinition:
    """The attribute that a column asks for; a run that goes on finds the one it made before."""
    wanted = label[:100].casefold()
    same = [d for d in definitions_of(workspace) if wanted in {d.label.casefold(), d.key}]
    if same:
        return same[0]
    return define_attribute(
        workspace=workspace, actor=SYSTEM, values={"label": label[:100], "kind": kind}
    )


def with_attributes(context: ImportContext, rows: list[PersonRow]) -> Sequence[PersonRow]:
    """The rows with their `extras` as attributes of the workspace."""
    if not any(row.extras for row in rows):
        return rows
    held: dict[str, AttributeDefinition | None] = {}
    for one in definitions_of(context.workspace):
        fillable = None if one.is_computed else one
        held.setdefault(one.label.casefold(), fillable)
        held.setdefault(one.key, fillable)
    return [_with(context, row, held) if row.extras else row for row in rows]


def _with(
    context: ImportContext, row: PersonRow, held: dict[str, AttributeDefinition | None]
) -> PersonRow:
    attributes = dict(row.attributes or {})
    for label, value in (row.extras or {}).items():
        name = label.casefold()
        if name not in held:
            room = len(held) < MOST
            held[name] = (
                attribute_named(context.workspace, label, kind_guessed(value)) if room else None
            )
        definition = held[name]
        fitting = None if definition is None else _fitting(definition, value)
        if definition is None or fitting is None:
            context.notes["brought_value_left_out"] += 1
        else:
            attributes[definition.key] = fitting
    return row._replace(attributes=attributes, extras=None)


def kind_guessed(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case list():
            return "list"
    return "text"


def _fitting(definition: AttributeDefinition, value: Any) -> Any:
    text = "; ".join(value) if isinstance(value, list) else str(value)
    cell = kind_named(definition.kind).cell
    parse = values.parser(cell, decimal=".", day_first=True, choices=definition.choices)
    try:
        read = value if kind_guessed(value) == cell else parse(text)
        return parse_value(definition, read)
    except (Invalid, InvalidValue):
        return None


Rejected = list[tuple[int, str]]  # line, what is wrong in words


def fitting_rows(
    workspace: Workspace, rows: Sequence[PersonRow], *, leaves_out: bool
) -> tuple[list[PersonRow], Rejected]:
    """Rows whose attributes obey their definitions, as these keep them; the others are told.

    A cell was read already, in a process that knows no definitions. With `leaves_out` a bad value
    is left out, and the row stays.
    """
    if not any(row.attributes for row in rows):
        return list(rows), []
    kinds = {one.key: (kind_of(one), one) for one in definitions(workspace)}
    kept: list[PersonRow] = []
    told: Rejected = []
    for row in rows:
        given = row.attributes or {}
        values, errors = _checked(kinds, given)
        told.extend((row.line, says) for says in errors)
        if not errors or leaves_out:
            kept.append(row if values == given else row._replace(attributes=values or None))
    return kept, told


def _checked(
    kinds: dict[str, tuple[AttributeKind, AttributeDefinition]], given: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    kept, errors = {}, []
    for key, value in given.items():
        kind, definition = kinds.get(key, (None, None))
        if kind is None or definition is None:
            kept[key] = value
            continue
        if value is None or value == "":
            kept[key] = None
            continue
        try:
            kept[key] = kind.parse(definition, value)
        except InvalidValue as error:
            errors.append(str(error))
    return kept, errors
