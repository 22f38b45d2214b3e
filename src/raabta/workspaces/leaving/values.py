"""The values of a row as JSON, and back."""

import math
from base64 import b64decode, b64encode
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from raabta.workspaces.sealing import sealed_fields
from raabta.workspaces.workspace_export import Table

Field = models.Field[Any, Any]
SHORT = {
    "BigAutoField": "id",
    "ForeignKey": "id",
    "OneToOneField": "id",
    "JSONField": "json",
    "BooleanField": "true or false",
    "DateTimeField": "moment",
    "DateField": "day",
    "FloatField": "number",
    "BinaryField": "base64",
}


class Unfit(ValueError):
    """A value does not fit its column."""


def fields_of(table: Table) -> list[Field]:
    """The columns that leave."""
    sealed = {one.field for one in sealed_fields if one.model is table.model}
    inside = {*sealed, *table.left_here, *table.owner_columns, *table.renewed, "workspace_id"}
    return [one for one in table.model._meta.concrete_fields if one.attname not in inside]


def described(table: Table) -> dict[str, str]:
    """Each column's kind, for who reads the archive without Raabta."""
    told = {}
    for one in fields_of(table):
        kind = one.get_internal_type()
        words = SHORT.get(kind, "whole number" if "Integer" in kind else "text")
        target = table.references.get(one.attname) or (
            one.related_model._meta.label if isinstance(one.related_model, type) else ""
        )
        told[one.attname] = f"id of {target}" if target else words
    return told


def to_json(value: Any) -> Any:
    match value:
        case bytes() | memoryview():
            return b64encode(value).decode()
        case datetime() | date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case float() if not math.isfinite(value):
            return None
    return value


def from_json(field: Field, value: Any) -> Any:
    """Raises Unfit."""
    if value is None or isinstance(field, models.JSONField) or isinstance(value, bytes):
        return value
    try:
        if isinstance(field, models.BinaryField):
            return b64decode(value, validate=True)
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        found = target.to_python(value)
    except (ValidationError, ValueError, TypeError) as error:
        raise Unfit(field.attname) from error
    longest = getattr(target, "max_length", None)
    if isinstance(found, str) and (("\x00" in found) or (longest and len(found) > longest)):
        raise Unfit(field.attname)
    return found
