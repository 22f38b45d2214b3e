"""Numbers, days, money and lists inside sentences, as readers of the active language write them."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_symbol
from django.utils.translation import get_language, gettext

from raabta.kernel.money import set_apart

REGIONS = {"en": "en", "ur": "ur_PK", "bn": "bn_BD"}
BEFORE_COMMA = re.compile(r" ([,،])")
# Babel picks signs and separators by numbering system but always writes Latin digits
DIGITS = {"beng": str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")}


def locale() -> Locale:
    language = get_language() or "en"
    try:
        return Locale.parse(REGIONS.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def number(value: float | Decimal) -> str:
    return _digits(format_decimal(value, locale=locale(), numbering_system="default"))


def money(amount: Decimal, currency: str) -> str:
    """An amount in major units."""
    written = format_currency(amount, currency, locale=locale(), numbering_system="default")
    return _digits(set_apart(written, get_currency_symbol(currency, locale=locale())))


def day(on: date) -> str:
    return _digits(format_date(on, "medium", locale=locale()))


def quoted(value: str) -> str:
    return gettext("“%(value)s”") % {"value": value}


def inside(label: str) -> str:
    """A label within a sentence: a small first letter, unless it is a name like SMS or VAT id."""
    return label if any(map(str.isupper, label[1:])) else label[:1].lower() + label[1:]


def listed(parts: Sequence[str], style: str = "or") -> str:
    """Parts joined by commas and the language's own "and" (standard) or "or"."""
    return format_list(list(parts), style=style, locale=locale())  # type: ignore[arg-type]


def tidy(text: str) -> str:
    """One blank between words and none before a comma, where a placeholder was empty."""
    return BEFORE_COMMA.sub(r"\1", " ".join(text.split()))


def _digits(text: str) -> str:
    return text.translate(DIGITS.get(locale().default_numbering_system, {}))
