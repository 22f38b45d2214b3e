"""The filters of a mail: money, numbers and dates as its reader writes them, and safe text ones."""

import datetime as dt
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache, wraps
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal, get_currency_symbol
from liquid import Environment
from liquid.context import RenderContext
from liquid.exceptions import FilterArgumentError
from liquid.filter import with_context

from raabta.kernel import clock
from raabta.kernel.money import set_apart

Filter = Callable[..., Any]
LONGEST = 200_000
REGIONS = {"en": "en", "ur": "ur_PK", "bn": "bn_BD"}
# Babel picks separators by numbering system but writes Latin digits
DIGITS = {"beng": str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")}
CURRENCY = re.compile(r"[A-Z]{3}")
WIDTHS = frozenset({"short", "medium", "long", "full"})
KEPT = frozenset(
    [
        "abs",
        "at_least",
        "at_most",
        "capitalize",
        "ceil",
        "compact",
        "default",
        "divided_by",
        "downcase",
        "escape",
        "first",
        "floor",
        "has",
        "last",
        "lstrip",
        "map",
        "minus",
        "modulo",
        "newline_to_br",
        "plus",
        "reject",
        "remove",
        "remove_first",
        "remove_last",
        "replace",
        "replace_first",
        "replace_last",
        "reverse",
        "round",
        "rstrip",
        "size",
        "slice",
        "sort",
        "sort_natural",
        "split",
        "squish",
        "strip",
        "strip_html",
        "strip_newlines",
        "sum",
        "times",
        "truncate",
        "truncatewords",
        "uniq",
        "upcase",
        "url_encode",
        "where",
        "append",
        "prepend",
        "join",
    ]
)


def install(environment: Environment, language: str) -> None:
    """Leave only the filters of KEPT, guarded against growth, and add ours for the language."""
    kept = {name: _guarded(environment.filters[name]) for name in KEPT}
    formats = Formats(language)
    environment.filters.clear()
    environment.filters.update(
        kept, money=formats.money, number=formats.number, date=formats.date, time=formats.time
    )


class Formats:
    """Values as a reader of one language writes them. What cannot be read is shown as it is."""

    def __init__(self, language: str) -> None:
        self.locale = _locale(language)
        self.digits = DIGITS.get(self.locale.default_numbering_system or "", {})

    def money(self, amount: object, currency: object = "") -> str:
        """An amount in whole units, as personal values are: `{{ orders.spent | money: "PKR" }}`."""
        major, code = _decimal(amount), str(currency)
        if major is None or not CURRENCY.fullmatch(code):
            return _plain(amount)
        written = format_currency(major, code, locale=self.locale, numbering_system="default")
        symbol = get_currency_symbol(code, locale=self.locale)
        return set_apart(written, symbol).translate(self.digits)

    def number(self, value: object) -> str:
        amount = _decimal(value)
        if amount is None:
            return _plain(value)
        written = format_decimal(amount, locale=self.locale, numbering_system="default")
        return written.translate(self.digits)

    @with_context
    def date(self, value: object, style: object = "medium", *, context: RenderContext) -> str:
        """A date in a width (short, medium, long, full) or a CLDR pattern such as "d MMMM"."""
        moment = _moment(value, _zone(context))
        if moment is None:
            return _plain(value)
        style = str(style)
        if style in WIDTHS:
            written = format_date(moment, style, locale=self.locale)
        else:
            written = format_datetime(moment, style[:40], locale=self.locale)
        return written.translate(self.digits)

    @with_context
    def time(self, value: object, style: object = "short", *, context: RenderContext) -> str:
        moment = _moment(value, _zone(context))
        if not isinstance(moment, datetime):
            return _plain(value)
        width: Any = style if style in WIDTHS else "short"
        return format_time(moment, width, locale=self.locale).translate(self.digits)


def _guarded(inner: Filter) -> Filter:
    """Refuse arguments from which a filter could build something huge."""

    @wraps(inner)
    def guarded(value: object, *args: Any, **kwargs: Any) -> Any:
        size = _size(value)
        for argument in args:
            if size * _size(argument) > LONGEST:
                raise FilterArgumentError("the text grows too long", token=None)
        return inner(value, *args, **kwargs)

    return guarded


def _size(value: object) -> int:
    if isinstance(value, int):
        return value.bit_length() // 8 or 1
    return len(value) or 1 if hasattr(value, "__len__") else 1


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(REGIONS.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _zone(context: RenderContext) -> ZoneInfo:
    person = context.resolve("person", default=None)
    workspace = context.resolve("workspace", default=None)
    for holder in (person, workspace):
        name = holder.get("time_zone") if isinstance(holder, dict) else None
        if name:
            return _zone_called(str(name))
    return ZoneInfo("UTC")


@lru_cache(maxsize=512)
def _zone_called(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _moment(value: object, zone: ZoneInfo) -> dt.date | datetime | None:
    if value in {"now", "today"}:
        return clock.now().astimezone(zone)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(zone)
    return value if isinstance(value, dt.date) else None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _plain(value: object) -> str:
    return "" if value is None else str(value)
