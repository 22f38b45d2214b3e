"""Custom attributes: the one place where a value is parsed, on every way in."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from raabta.customers.attribute_kind import InvalidValue, kind_of
from raabta.customers.models import AttributeDefinition

__all__ = [
    "InvalidValue",
    "exported",
    "for_messages",
    "parse_value",
    "shown_value",
    "value_as_text",
]


def parse_value(definition: AttributeDefinition, raw: Any) -> Any:
    """The value to store, or None for nothing. Raises InvalidValue.

    `raw` may be what a form, a cell of a file or JSON holds: text, a number, a list and so on.
    """
    if definition.formula:
        words = _("%(label)s is computed by a formula; nobody can write it.")
        raise InvalidValue(words % {"label": definition.label})
    if definition.computed:
        words = _("%(label)s is computed from events or orders; nobody can write it.")
        raise InvalidValue(words % {"label": definition.label})
    value = None if _is_blank(raw) else kind_of(definition).parse(definition, raw)
    if value is None and definition.is_required:
        raise InvalidValue(_("%(label)s is needed.") % {"label": definition.label})
    return value


def value_as_text(definition: AttributeDefinition, value: Any) -> str:
    """The text that `parse_value` reads back as the same value."""
    return "" if value is None else kind_of(definition).text(value)


def shown_value(definition: AttributeDefinition, value: Any) -> Any:
    """What a page or a file shows: a date, money, a number, a list or a text."""
    return value if _is_blank(value) else kind_of(definition).shown(value)


def exported(definition: AttributeDefinition, value: Any) -> Any:
    """A cell of a file: objects, which no cell holds, as the text that an import reads back."""
    return value_as_text(definition, value) if isinstance(value, dict) else value


def for_messages(
    definitions: Mapping[str, AttributeDefinition], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Values by key, as mails reckon with and write them."""
    return {
        key: kind_of(definitions[key]).in_message(value) if key in definitions else value
        for key, value in values.items()
    }


def _is_blank(raw: Any) -> bool:
    return raw is None or raw in ([], {}) or (isinstance(raw, str) and not raw.strip())
