"""A row of any model in any workspace, its required fields filled in by their type."""

import itertools
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import models

from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

numbers = itertools.count(1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
VALUES: tuple[tuple[type[models.Field[Any, Any]], Any], ...] = (
    (models.UUIDField, lambda _f: uuid4()),
    (models.EmailField, lambda _f: f"row{next(numbers)}@rival.example"),
    (models.URLField, lambda _f: f"https://rival.example/{next(numbers)}"),
    (models.CharField, lambda f: f"x{next(numbers)}"[: f.max_length]),
    (models.TextField, lambda _f: f"text {next(numbers)}"),
    (models.BooleanField, lambda _f: False),
    (models.JSONField, lambda _f: {}),
    (models.BinaryField, lambda _f: b""),
    (models.DecimalField, lambda _f: Decimal(1)),
    (models.IntegerField, lambda _f: next(numbers)),
    (models.FloatField, lambda _f: 1.0),
    (models.DateTimeField, lambda _f: NOW),
    (models.DateField, lambda _f: date(2026, 3, 1)),
    (models.TimeField, lambda _f: time(9)),
)


def make(label: str, workspace: Workspace, **given: Any) -> Any:
    """Save a row of the model "app.Model"; rows that it needs are made with it."""
    model = apps.get_model(label)
    values = dict(given)
    for field in model._meta.concrete_fields:
        if field.name not in values and field.attname not in values and is_needed(field):
            values[field.name] = value_of(field, workspace)
    with working_in(workspace):
        row = model(**values)
        row.save()
    return row


def is_needed(field: Any) -> bool:
    if field.primary_key or field.has_default() or field.null or field.generated:
        return False
    return field.name == "workspace" or not (field.blank and field.empty_strings_allowed)


def value_of(field: Any, workspace: Workspace) -> Any:
    if field.is_relation:
        if field.related_model is Workspace:
            return workspace
        return make(field.related_model._meta.label, workspace)
    if field.choices:
        return next(value for value, _label in field.flatchoices if value != "")
    for kind, value in VALUES:
        if isinstance(field, kind):
            return value(field)
    raise TypeError(f"say in tests/house/rows.py how to fill a {type(field).__name__}")
