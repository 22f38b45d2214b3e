"""Numbers, dates, truths and lists as people write them in tables. Pure: no Django."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from raabta.customers.normalise import Invalid, line

YES = frozenset({
    "yes", "y", "true", "t", "1", "x", "on", "ja", "oui", "si", "sí", "sim", "да", "हाँ", "ہاں",
    "جی", "হ্যাঁ", "نعم", "✓", "✔",
})  # fmt: skip
NO = frozenset({
    "no", "n", "false", "f", "0", "off", "nein", "non", "não", "nao", "нет", "नहीं", "نہیں", "না",
    "لا", "✗", "-",
})  # fmt: skip
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
PARTS = re.compile(r"(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{1,4})(?:[T ].*)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
# serial days of spreadsheets, 1930 to 2100
NAMED = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d %Y")
CURRENCY = re.compile(r"^[^\d\-+.,(]*|[^\d.,)]*$")
CODE = re.compile(r"\b[A-Za-z]{3}\b")
LONGEST_TEXT = 10_000


def parser(kind: str, *, decimal: str, day_first: bool, choices: list[str]) -> Callable[[str], Any]:
    """What turns a cell into an attribute's value; None for a blank. The parser raises Invalid."""
    match kind:
        case "number":
            return lru_cache(maxsize=10_000)(partial(number, decimal=decimal))
        case "date":
            return lru_cache(maxsize=50_000)(partial(iso_date, day_first=day_first))
        case "money":
            return partial(amount, decimal=decimal)
        case "choice":
            return partial(choice, {one.casefold(): one for one in choices})
    return {"boolean": truth, "list": words}.get(kind, text)


def text(value: str) -> str | None:
    plain = value.strip()
    if len(plain) > LONGEST_TEXT:
        raise Invalid("too_long", plain)
    return plain or None


def number(value: str, *, decimal: str = ".") -> int | float | None:
    """A number in any common notation; `decimal` is the mark before its decimals."""
    plain = CURRENCY.sub("", line(value)).replace(" ", "").replace("'", "")
    if not plain:
        if line(value):
            raise Invalid("number", value)
        return None
    negative = plain[0] == "(" and plain[-1] == ")"
    plain = plain.strip("()").replace("," if decimal == "." else ".", "")
    plain = plain.replace(decimal, ".")
    try:
        found = int(plain) if plain.lstrip("+-").isdigit() else float(plain)
    except ValueError:
        raise Invalid("number", value) from None
    if found != found or found in {float("inf"), float("-inf")}:  # noqa: PLR0124
        raise Invalid("number", value)
    return -found if negative else found


def amount(value: str, *, decimal: str = ".") -> str | None:
    """An amount with a point before its decimals, and the code of its currency where one stands."""
    found = number(value, decimal=decimal)
    code = CODE.search(value)
    return None if found is None else f"{found} {code[0] if code else ''}".strip()


def iso_date(value: str, *, day_first: bool = True) -> str | None:
    """YYYY-MM-DD of a date in any common notation; `day_first` settles 03/04/2025."""
    plain = line(value)
    if not plain:
        return None
    try:
        return _date(plain, day_first=day_first).isoformat()
    except (ValueError, OverflowError):
        raise Invalid("date", value) from None


def _date(plain: str, *, day_first: bool) -> date:
    if found := ISO.fullmatch(plain) or COMPACT.fullmatch(plain):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := PARTS.fullmatch(plain):
        one, two, three = int(found[1]), int(found[2]), int(found[3])
        if len(found[1]) == 4:
            return date(one, two, three)
        year = three if len(found[3]) == 4 else three + (2000 if three < 70 else 1900)
        day, month = (one, two) if (day_first or one > 12) and two <= 12 else (two, one)
        return date(year, month, day)
    for form in NAMED:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007  a date without a zone
        except ValueError:
            continue
    raise ValueError(plain)


def truth(value: str) -> bool | None:
    plain = line(value).casefold()
    if plain in YES:
        return True
    if plain in NO:
        return False
    if not plain:
        return None
    raise Invalid("boolean", value)


def words(value: str) -> list[str] | None:
    mark = next((mark for mark in (";", "|", ",") if mark in value), ",")
    found = list(dict.fromkeys(filter(None, map(line, value.split(mark)))))
    return found or None


def choice(known: dict[str, str], value: str) -> str | None:
    plain = line(value)
    if not plain:
        return None
    if plain.casefold() not in known:
        raise Invalid("choice", value)
    return known[plain.casefold()]
