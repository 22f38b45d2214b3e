"""Seal every secret anew after a key was put in front of RAABTA_SEAL_KEY."""

from dataclasses import dataclass

from django.db import models
from django_scopes import scopes_disabled

from raabta.workspaces.sealing import (
    SealBroken,
    SealedField,
    is_sealed_with_newest,
    seal,
    sealed_fields,
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
        for field in sealed_fields:
            for row in field.model._base_manager.exclude(**{field.field: ""}).iterator():  # noqa: SLF001
                if is_sealed_with_newest(getattr(row, field.field)):
                    current += 1
                    continue
                try:
                    resealed += _reseal(field, row)
                except SealBroken:
                    broken.append(f"{field.model._meta.label}.{field.field} of {row.pk}")  # noqa: SLF001
    return Rotation(resealed, current, tuple(broken))


def _reseal(field: SealedField, row: models.Model) -> int:
    old, bound_to = getattr(row, field.field), field.bound_to(row)
    new = seal(unseal(old, bound_to=bound_to), bound_to=bound_to)
    same = field.model._base_manager.filter(pk=row.pk, **{field.field: old})  # noqa: SLF001
    return same.update(**{field.field: new})
