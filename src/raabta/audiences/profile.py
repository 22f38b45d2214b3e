"""The fields of a person that conditions ask about: built-in ones and custom attributes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.audiences.condition import Choice
from raabta.audiences.question import Question
from raabta.customers.attribute_kind import kind_named
from raabta.customers.sensitive import sensitive_keys
from raabta.warehouse.functions import from_json, object_in_json
from raabta.workspaces.models import Workspace

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


def split(field: str) -> tuple[str, str]:
    """The key of a custom attribute and the path inside it: ("prefs", "shoes.size")."""
    key, _dot, path = field.removeprefix(CUSTOM).partition(".")
    return key, path


def is_sensitive(field: str, workspace: Workspace) -> bool:
    """Whether the values of the field are masked: nobody learns them from an audience."""
    return field.startswith(CUSTOM) and split(field)[0] in sensitive_keys(workspace)


def label_of(field: str, asked: Question) -> str:
    """What the field is called; its key when the attribute is gone."""
    key, path = split(field)
    definition = asked.definitions.get(key)
    if field.startswith(CUSTOM) and definition:
        return f"{definition.label} › {path}" if path else definition.label
    return str(BUILT_IN.get(field, field.removeprefix(CUSTOM)))


def text_of(field: str, customer: Any) -> Any:
    """The field's value as text; empty when absent, never NULL."""
    if field.startswith(CUSTOM):
        *objects, last = field.removeprefix(CUSTOM).split(".")
        held = customer.attributes
        for name in objects:
            held = object_in_json(held, name)
        return from_json(held, last).fill_null("")
    if field not in BUILT_IN:
        raise LookupError(field)
    return customer[field]


def inside_json(field: str, key: str, customer: Any) -> Any:
    """A value within a custom attribute that is kept as an object, as text; empty when absent."""
    return text_of(f"{field}.{key}", customer)


def currency_of(field: str, asked: Question) -> str:
    """The one currency that a money attribute is kept in."""
    definition = asked.definitions.get(field.removeprefix(CUSTOM))
    held = definition.rules.get("currency", "") if definition else ""
    return str(held or asked.workspace.currency)


def compared_as(field: str, asked: Question) -> str:
    """How the kind of a custom attribute is compared; "" for what is none."""
    definition = asked.definitions.get(field.removeprefix(CUSTOM))
    if not field.startswith(CUSTOM) or definition is None:
        return ""
    return kind_named(definition.kind).compared_as


def choices_for(asked: Question, compared: set[str], built_in: dict[str, Any]) -> list[Choice]:
    """Built-in fields, then custom attributes in use whose kind is compared so."""
    custom = [
        Choice(label=definition.label, params={"field": CUSTOM + definition.key})
        for definition in asked.definitions.values()
        if kind_named(definition.kind).compared_as in compared and definition.archived_at is None
    ]
    inner = [
        Choice(
            label=f"{definition.label} › {one.path}",
            params={"field": f"{CUSTOM}{definition.key}.{one.path}"},
        )
        for definition, one in asked.paths
        if one.kind in compared
    ]
    own = [Choice(label=label, params={"field": field}) for field, label in built_in.items()]
    return [*own, *custom, *inner]


def field_problem(field: str, allowed: dict[str, Any]) -> bool:
    """Whether the field is neither one of `allowed` nor a custom attribute's."""
    return field not in allowed and not field.startswith(CUSTOM)


def seen_text(field: str, asked: Question, customer_id: int) -> dict[str, Any]:
    """The value of the field, named, for an explanation."""
    person = asked.customer.filter(asked.customer.customer_id == customer_id)
    return {label_of(field, asked): person.select(value=text_of(field, person))}
