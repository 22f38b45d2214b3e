"""How the fields of people look: in lists, on a person's page, in a company's list."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import phonenumbers
from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from raabta.audiences.queries.traits import words_of
from raabta.customers.attribute_kind import kind_named
from raabta.customers.attributes import shown_value
from raabta.customers.columns import Column
from raabta.customers.fields import Field
from raabta.customers.models import AttributeDefinition
from raabta.customers.sensitive import MASK
from raabta.customers.timeline_sources import via_label
from raabta.kernel.money import Money
from raabta.web.templatetags import ui
from raabta.web.templatetags.localised import locale

register = template.Library()

NOTHING = mark_safe('<span class="muted" aria-hidden="true">—</span>')
BADGE = '<span class="badge badge-soft badge-sm badge-{} whitespace-nowrap font-medium">{}</span>'
FEW = 4


@register.simple_tag
def computed_words(definition: AttributeDefinition) -> str:
    """How the values of a computed attribute come about."""
    return f"= {definition.formula}" if definition.formula else words_of(definition)


@register.simple_tag
def cell(value: Any, about: Column | Field | None = None, *, revealed: bool = False) -> SafeString:
    """A value as a reader sees it, by the kind of its column or field, else by its type.

    Sensitive ones are masked everywhere but where the page has written down who reads them.
    """
    if value is None or value in ("", []):
        return NOTHING
    kind = about.kind if about else ""
    if definition := _definition(about):
        if definition.is_sensitive and not revealed:
            return format_html(
                '<span class="sr-only">{}</span><span aria-hidden="true">{}</span>',
                _("Hidden"), MASK,
            )  # fmt: skip
        kind, value = kind_named(definition.kind).shown_as, shown_value(definition, value)
    if kind in BY_KIND:
        return conditional_escape(BY_KIND[kind](value))
    for python_type, shown in BY_TYPE:
        if isinstance(value, python_type):
            return conditional_escape(shown(value))
    return format_html('<span dir="auto">{}</span>', value)


def _definition(about: Column | Field | None) -> AttributeDefinition | None:
    field = about.field if isinstance(about, Column) else about
    return field.definition if field else None


@register.simple_tag
def phone(value: str) -> SafeString:
    """+923001234567 as +92 300 1234567."""
    return format_html('<bdi dir="ltr" class="whitespace-nowrap">{}</bdi>', spaced(value))


register.filter("way", via_label)


@register.simple_tag
def country(code: str) -> str:
    return str(locale().territories.get(code, code))


@register.simple_tag
def language(code: str) -> str:
    name = locale().languages.get(code.replace("-", "_")) or locale().languages.get(code[:2], code)
    return str(name)


@register.filter
def at(rows: Sequence[Any], position: int) -> Any:
    """The item at a position: `{{ columns|at:forloop.counter0 }}`."""
    return rows[position]


def spaced(value: str) -> str:
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _latin(value: Any) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', value)


def _link(value: Any) -> SafeString:
    """An address of the web; anything else that may have been kept is only text."""
    if not str(value).startswith(("https://", "http://")):
        return _latin(value)
    return format_html(
        '<a class="link" dir="ltr" rel="noopener noreferrer nofollow" target="_blank" href="{}">{}</a>',
        value,
        value,
    )


def _day(value: Any) -> SafeString:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return _latin(value)
    return ui.day(value)


def _yes_or_no(value: Any) -> SafeString:
    if value:
        return format_html(BADGE, "success", _("Yes"))
    return format_html(BADGE, "neutral", _("No"))


def _badges(values: Any) -> SafeString:
    if not isinstance(values, list | tuple):
        return format_html('<span dir="auto">{}</span>', values)
    shown = [("neutral", value) for value in values[:FEW]]
    if len(values) > FEW:
        shown.append(("neutral", f"+{len(values) - FEW}"))
    return format_html('<span class="flex gap-1">{}</span>', format_html_join("", BADGE, shown))


def _number(value: Any) -> SafeString:
    return ui.number(value) if isinstance(value, int | float) else _latin(value)


BY_KIND: dict[str, Any] = {
    "email": _latin,
    "latin": _latin,
    "url": _link,
    "id": _latin,
    "zone": _latin,
    "phone": phone,
    "country": country,
    "language": language,
    "date": _day,
    "moment": ui.day,
    "boolean": _yes_or_no,
    "list": _badges,
    "number": _number,
}
BY_TYPE: tuple[tuple[Any, Any], ...] = (
    (bool, _yes_or_no),
    (Money, lambda value: ui.money(value.minor, value.currency)),
    (int | float, ui.number),
    (datetime | date, ui.day),
    (list | tuple, _badges),
)
