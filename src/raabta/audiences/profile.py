"""The fields of a person that conditions ask about: built-in ones and custom attributes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.audiences.condition import Choice
from raabta.audiences.question import Question
from raabta.warehouse.functions import from_json

CUSTOM = "attributes."
TEXTS = {
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "city": _("City"),
    "company_name": _("Company"),
    "source": pgettext_lazy("where a customer came from", "Source"),
    "external_id": _("External id"),
    "time_zone": _("Time zone"),
}
MOMENTS = {"created_at": _("Day added"), "updated_at": _("Day of the last change")}
CODES = {"country": _("Country"), "language": _("Language")}
BUILT_IN = {**TEXTS, **MOMENTS, **CODES}


def label_of(field: str, asked: Question) -> str:
    """What the field is called; its key when the attribute is gone."""
    definition = asked.definitions.get(field.removeprefix(CUSTOM))
    if field.startswith(CUSTOM) and definition:
        return definition.label
    return str(BUILT_IN.get(field, field.removeprefix(CUSTOM)))


def text_of(field: str, customer: Any) -> Any:
    """The field's value as text; empty when absent, never NULL."""
    if field.startswith(CUSTOM):
        return from_json(customer.attributes, field.removeprefix(CUSTOM)).fill_null("")
    if field not in BUILT_IN:
        raise LookupError(field)
    return customer[field]


def choices_for(asked: Question, kinds: set[str], built_in: dict[str, Any]) -> list[Choice]:
    """Built-in fields, then custom attributes of these kinds that are in use."""
    custom = [
        Choice(label=definition.label, params={"field": CUSTOM + definition.key})
        for definition in asked.definitions.values()
        if definition.kind in kinds and definition.archived_at is None
    ]
    own = [Choice(label=label, params={"field": field}) for field, label in built_in.items()]
    return own + custom


def field_problem(field: str, allowed: dict[str, Any]) -> bool:
    """Whether the field is neither one of `allowed` nor a custom attribute's."""
    return field not in allowed and not field.startswith(CUSTOM)


def seen_text(field: str, asked: Question, customer_id: int) -> dict[str, Any]:
    """The value of the field, named, for an explanation."""
    person = asked.customer.filter(asked.customer.customer_id == customer_id)
    return {label_of(field, asked): person.select(value=text_of(field, person))}
