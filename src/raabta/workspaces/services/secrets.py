"""Seal every secret anew after a key was put in front of RAABTA_SEAL_KEY."""

from dataclasses import dataclass

from django.db import models
from django_scopes import scopes_disabled

from raabta.workspaces.sealing import (
    SealBroken,
    SealedField,
    is_sealed_with_newest,
    seal,
    sealed_values,
    unseal,
)


@dataclass(frozen=True)
class Rotation:
    """How many values were sealed anew, were new already, or could not be opened."""

    resealed: int
    current: int
    broken: tuple[str, ...]


def rotate_secrets() -> Rotation:
    """Repeatable at any moment; a value that was changed meanwhile is left for the next run."""
    resealed, current, broken = 0, 0, []
    with scopes_disabled():
        for field, row in sealed_values():
            if is_sealed_with_newest(field.read(row)):
                current += 1
                continue
            try:
                resealed += _reseal(field, row)
            except SealBroken:
                broken.append(f"{field.model._meta.label}.{field.field} of {row.pk}")
    return Rotation(resealed, current, tuple(broken))


def _reseal(field: SealedField, row: models.Model) -> int:
    bound_to = field.bound_to(row)
    new = seal(unseal(field.read(row), bound_to=bound_to), bound_to=bound_to)
    same = field.model._base_manager.filter(pk=row.pk, **{field.field: getattr(row, field.field)})
    return same.update(**{field.field: field.replaced(row, new)})
