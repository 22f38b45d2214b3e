"""All that is kept of one person as canonical JSON, over every model that refers to customers."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from raabta.customers.models import Customer

# a merge tells of both people; the pointer of who was merged is part of the person
OF_BOTH = {("customers.merge", "survivor"), ("customers.merge", "other")}
OWN = {("customers.customer", "merged_into")}
# the moment of the last write only goes forward, so that nobody who reads what is new misses it
LAST_WRITE = {("customers.customer", "updated_at")}
# rows that are computed anew have no number of their own that anybody knows
COMPUTED = {"customers.consent"}


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Each model and its field that refers to customers."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            place = (model._meta.label_lower, field.name)
            if field.related_model is Customer and place not in OF_BOTH | OWN:
                yield model, field.name


def export(customer_id: int) -> str:
    """Byte-equal for equal people."""
    everything: dict[str, Any] = {"customer": rows_of(Customer, pk=customer_id)}
    for model, field in references():
        everything[f"{model._meta.label_lower}.{field}"] = rows_of(model, **{field: customer_id})
    return json.dumps(everything, cls=DjangoJSONEncoder, sort_keys=True, indent=1)


def rows_of(model: type[models.Model], **of: Any) -> list[dict[str, Any]]:
    label = model._meta.label_lower
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if (label, field.name) not in LAST_WRITE and not (label in COMPUTED and field.primary_key)
    ]
    found = model._default_manager.filter(**of).values(*names)
    return sorted(found, key=lambda row: json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True))
