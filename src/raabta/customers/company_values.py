"""The fields of a company by one name each: those of its row, and "attributes.<key>"."""

from typing import Any

from raabta.customers.fields import ATTRIBUTE
from raabta.customers.models import Company

PLAIN = ("name", "phone", "country", "city", "external_id")
SIDES = ("survivor", "other")
Layers = dict[str, list[Any]]  # field -> [before, after]


class UnknownChoice(ValueError):
    """A field that neither company has, or a side other than "survivor" and "other"."""


def value_of(company: Company, field: str) -> Any:
    if field.startswith(ATTRIBUTE):
        return company.attributes.get(field.removeprefix(ATTRIBUTE))
    return getattr(company, field)


def put(company: Company, field: str, value: Any) -> None:
    """Set a field, without saving."""
    if field.startswith(ATTRIBUTE):
        key = field.removeprefix(ATTRIBUTE)
        kept = {name: held for name, held in company.attributes.items() if name != key}
        company.attributes = kept if value is None else {**kept, key: value}
    else:
        setattr(company, field, value)


def fields_of_both(one: Company, two: Company) -> list[str]:
    keys = {**one.attributes, **two.attributes}
    return [*PLAIN, *(f"{ATTRIBUTE}{key}" for key in keys)]


def checked(survivor: Company, other: Company, choices: dict[str, str]) -> dict[str, str]:
    """Raises UnknownChoice."""
    known = fields_of_both(survivor, other)
    for field, side in choices.items():
        if field not in known or side not in SIDES:
            raise UnknownChoice(f"{field}: {side}")
    return choices


def layers_of(survivor: Company, other: Company, choices: dict[str, str]) -> Layers:
    """What the survivor's fields change to; a field not chosen keeps its value, or is filled."""
    layers: Layers = {}
    for field in fields_of_both(survivor, other):
        mine, theirs = value_of(survivor, field), value_of(other, field)
        side = choices.get(field) or ("survivor" if mine not in (None, "", []) else "other")
        if side == "other" and theirs != mine and not (field == "name" and not theirs):
            layers[field] = [mine, theirs]
    return layers
