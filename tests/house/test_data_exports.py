"""Nothing that is held of a person is left out of what they get when they ask."""

import pytest
from django.apps import apps
from django.db import models

from raabta.customers.data_export import data_exports
from raabta.customers.models import Customer

# rows that refer to a person and are left out on purpose, with the reason
LEFT_OUT = {
    "customers.CandidatePair": "a guess about two people, of no effect before somebody decides",
    "tracking.SeenCall": "a copy for debugging, gone after a day; the event itself is inside",
    "customers.LegalHold": "why somebody is on hold is the lawyers' matter while it lasts",
}


def about_people() -> list[str]:
    """Every model that refers to a customer, directly or through another one."""
    found: set[type[models.Model]] = {Customer}
    while True:
        more = {model for model in apps.get_models() if refers_to(model, found)} - found
        if not more:
            return sorted(model._meta.label for model in found)
        found |= more


def refers_to(model: type[models.Model], found: set[type[models.Model]]) -> bool:
    ours = model.__module__.startswith("raabta.")
    return ours and any(
        field.related_model in found or field.name == "customer_id" for field in model._meta.fields
    )


def covered() -> set[str]:
    return {label for member in data_exports.members() for label in member.covers}


@pytest.mark.parametrize("label", about_people())
def test_a_model_about_people_is_in_the_export_of_their_data(label: str) -> None:
    told = f"let a member of data_exports write {label} and name it in `covers`"
    assert label in covered() | LEFT_OUT.keys(), told


def test_what_the_exports_cover_exists() -> None:
    labels = {model._meta.label for model in apps.get_models()}
    assert covered() | LEFT_OUT.keys() <= labels
