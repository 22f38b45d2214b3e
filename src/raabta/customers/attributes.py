"""Custom attributes: the one place where a value is parsed, on every way in."""

import json
import re
import unicodedata
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from raabta.customers.models import AttributeDefinition

Kind = AttributeDefinition.Kind
Value = str | int | float | bool | list[str] | None  # a date is an ISO string

LONGEST_TEXT = 2_000
MOST_ITEMS = 100
LARGEST = 1e15
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
SEPARATORS = re.compile(r"[,;\n،؛]")
TRUE = {"1", "true", "yes", "y", "on", "t", "ہاں", "হ্যাঁ"}
FALSE = {"0", "false", "no", "n", "off", "f", "نہیں", "না"}


class InvalidValue(ValueError):
    """The text is no value of this kind; the message is for the reader."""


def parse_value(definition: AttributeDefinition, raw: Any) -> Value:
    """The value to store, or None for nothing. Raises InvalidValue.

    `raw` may be what a form, a cell of a file or JSON holds: text, a number, a list and so on.
    """
    if definition.computed:
        words = _("%(label)s is computed from events; nobody can write it.")
        raise InvalidValue(words % {"label": definition.label})
    value = None if _is_blank(raw) else PARSERS[definition.kind](definition, raw)
    if value is None and definition.is_required:
        raise InvalidValue(_("%(label)s is needed.") % {"label": definition.label})
    return value


def value_as_text(definition: AttributeDefinition, value: Any) -> str:
    """The text that `parse_value` reads back as the same value."""
    if value is None:
        return ""
    if definition.kind == Kind.BOOLEAN:
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)


def _is_blank(raw: Any) -> bool:
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())


def _text(definition: AttributeDefinition, raw: Any) -> str:
    text = unicodedata.normalize("NFC", str(raw)).replace("\x00", "").strip()
    if len(text) > LONGEST_TEXT:
        words = _("%(label)s has more than %(most)s letters.")
        raise InvalidValue(words % {"label": definition.label, "most": LONGEST_TEXT})
    return text


def _number(definition: AttributeDefinition, raw: Any) -> int | float:
    if isinstance(raw, bool):
        raise InvalidValue(_wrong(definition, raw, _("a number")))
    text = _digits(str(raw).strip()).replace("\u00a0", "").replace(" ", "")
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        number = float(text)
    except ValueError:
        raise InvalidValue(_wrong(definition, raw, _("a number"))) from None
    if not abs(number) <= LARGEST:  # also true of NaN
        raise InvalidValue(_wrong(definition, raw, _("a number")))
    return int(number) if number.is_integer() else number


def _date(definition: AttributeDefinition, raw: Any) -> str:
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    text = _digits(str(raw).strip())
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        wanted = _("a date such as 2026-03-31")
        raise InvalidValue(_wrong(definition, raw, wanted)) from None


def _boolean(definition: AttributeDefinition, raw: Any) -> bool:
    text = str(raw).strip().casefold()
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise InvalidValue(_wrong(definition, raw, _("yes or no")))


def _choice(definition: AttributeDefinition, raw: Any) -> str:
    text = str(raw).strip()
    known = {choice.casefold(): choice for choice in definition.choices}
    try:
        return str(known[text.casefold()])
    except KeyError:
        wanted = _("one of: %(choices)s") % {"choices": ", ".join(definition.choices)}
        raise InvalidValue(_wrong(definition, raw, wanted)) from None


def _list(definition: AttributeDefinition, raw: Any) -> list[str]:
    items = raw if isinstance(raw, list | tuple) else _split(str(raw))
    texts = [_text(definition, item) for item in items if not _is_blank(item)]
    if definition.choices:
        texts = [_choice(definition, text) for text in texts]
    if len(texts) > MOST_ITEMS:
        words = _("%(label)s has more than %(most)s items.")
        raise InvalidValue(words % {"label": definition.label, "most": MOST_ITEMS})
    return list(dict.fromkeys(texts))


def _split(text: str) -> list[Any]:
    if text.lstrip().startswith("["):
        try:
            return list(json.loads(text))
        except ValueError:
            pass
    return [item.strip() for item in SEPARATORS.split(text)]


def _digits(text: str) -> str:
    """Digits of any script as ASCII ones."""
    return "".join(str(unicodedata.digit(c, c)) for c in text)


def _wrong(definition: AttributeDefinition, raw: Any, wanted: str) -> str:
    words = _("%(label)s: “%(text)s” is not %(wanted)s.")
    return words % {"label": definition.label, "text": str(raw)[:60], "wanted": wanted}


PARSERS: dict[str, Any] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
}
