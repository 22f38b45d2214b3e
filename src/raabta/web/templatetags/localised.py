"""Numbers, money and moments as a reader of the active language writes them."""

from datetime import date, datetime
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_datetime,
    format_skeleton,
    format_time,
    format_timedelta,
)
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    get_currency_symbol,
)
from django.utils import timezone
from django.utils.translation import get_language

from raabta.kernel.money import set_apart

REGIONS = {"en": "en", "ur": "ur_PK", "bn": "bn_BD"}
# Babel picks signs and separators by numbering system but always writes Latin digits
DIGITS = {"beng": str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")}


def locale() -> Locale:
    language = get_language() or "en"
    try:
        return Locale.parse(REGIONS.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def own_digits(text: str) -> str:
    return text.translate(DIGITS.get(locale().default_numbering_system, {}))


def money(minor: int, currency: str, *, compact: bool = False) -> str:
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    if compact:
        written = format_compact_currency(amount, currency, locale=locale(), fraction_digits=1)
    else:
        written = format_currency(amount, currency, locale=locale(), numbering_system="default")
    return own_digits(set_apart(written, get_currency_symbol(currency, locale=locale())))


def number(value: float | Decimal, *, compact: bool = False) -> str:
    if compact:
        return own_digits(format_compact_decimal(value, locale=locale(), fraction_digits=1))
    return own_digits(format_decimal(value, locale=locale(), numbering_system="default"))


def percent(share: float | Decimal) -> str:
    """A share (0.125) as per cent with at most one decimal place."""
    rounded = round(Decimal(str(share)), 3)
    written = format_percent(
        rounded, locale=locale(), decimal_quantization=False, numbering_system="default"
    )
    return own_digits(written)


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    day_part = format_date(local, "medium", locale=locale())
    return own_digits(f"{day_part}, {format_time(local, 'short', locale=locale())}")


def day_and_hour(local: datetime) -> str:
    """A moment that is in its own time zone already."""
    day_part = format_date(local, "medium", locale=locale())
    return own_digits(f"{day_part}, {format_time(local, 'short', locale=locale())}")


def full_moment(at: datetime) -> str:
    return own_digits(format_datetime(timezone.localtime(at), "full", locale=locale()))


def day(on: date) -> str:
    return own_digits(format_date(on, "medium", locale=locale()))


def short_day(on: date) -> str:
    """Day and month, without the year."""
    return own_digits(format_skeleton("MMMd", on, locale=locale()))


def month(on: date) -> str:
    return own_digits(format_skeleton("yMMM", on, locale=locale()))


def full_day(on: date) -> str:
    return own_digits(format_date(on, "full", locale=locale()))


def ago(at: datetime, now: datetime) -> str:
    # a threshold of 1: eleven months are not "1 year"
    return own_digits(format_timedelta(at - now, threshold=1, add_direction=True, locale=locale()))
