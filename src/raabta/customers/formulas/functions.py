"""What a formula can compute with: operators and functions, each with its kinds.

A missing value makes the result missing, except where a function says otherwise (`sees_missing`).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

LARGEST = 1e15
LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class Function:
    """`takes` are kinds: number, text, date, boolean, list, any, or same (alike among themselves).

    The last one may be given again where `repeats`, and left out from the argument `needs` on.
    `gives` is a kind, or same. `shape` is how the settings show it.
    """

    takes: tuple[str, ...]
    gives: str
    compute: Callable[..., Any]
    shape: str = ""
    needs: int | None = None
    repeats: bool = False
    sees_missing: bool = False
    only: tuple[str, ...] = ()  # the kinds that `same` may be

    def kind_at(self, place: int) -> str:
        return self.takes[min(place, len(self.takes) - 1)]

    def fits(self, count: int) -> bool:
        least = len(self.takes) if self.needs is None else self.needs
        return count >= least and (self.repeats or count <= len(self.takes))

    def __call__(self, args: Sequence[Any]) -> Any:
        if not self.sees_missing and any(one is None for one in args):
            return None
        return tidy(self.compute(*args))


def tidy(value: Any) -> Any:
    """The value, or None for a number or text that no attribute could hold."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if abs(value) <= LARGEST else None  # NaN is not, either
    if isinstance(value, str):
        return value[:LONGEST_TEXT] or None
    return value


def plain(value: Any) -> str:
    """A value as `concat` writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        value = round(value, 9)
        return str(int(value)) if value.is_integer() else str(value)
    return "" if value is None else str(value)


def rounded(value: float, places: float = 0) -> float:
    """Half away from zero, as people do it."""
    digits = int(max(0, min(9, places)))
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(value)).quantize(step, ROUND_HALF_UP))


def _all(*values: bool | None) -> bool | None:
    return False if False in values else None if None in values else True


def _any(*values: bool | None) -> bool | None:
    return True if True in values else None if None in values else False


def _first(*values: Any) -> Any:
    return next((one for one in values if one is not None), None)


def _choose(*test_then_other: Any) -> Any:
    test, then, *other = test_then_other
    return then if test else next(iter(other), None)


def _contains(held: str | list[Any], part: str) -> bool:
    if isinstance(held, list):
        return part.casefold() in {str(one).casefold() for one in held}
    return part.casefold() in held.casefold()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


TWO = ("number", "number")
ORDERED = ("number", "text", "date")
SCALAR = ("number", "text", "date", "boolean")

OPERATORS: dict[str, Function] = {
    "+": Function(TWO, "number", lambda a, b: a + b),
    "-": Function(TWO, "number", lambda a, b: a - b),
    "*": Function(TWO, "number", lambda a, b: a * b),
    "/": Function(TWO, "number", lambda a, b: a / b if b else None),
    "%": Function(TWO, "number", lambda a, b: a % b if b else None),
    "=": Function(("same", "same"), "boolean", lambda a, b: a == b, only=SCALAR),
    "!=": Function(("same", "same"), "boolean", lambda a, b: a != b, only=SCALAR),
    "<": Function(("same", "same"), "boolean", lambda a, b: a < b, only=ORDERED),
    "<=": Function(("same", "same"), "boolean", lambda a, b: a <= b, only=ORDERED),
    ">": Function(("same", "same"), "boolean", lambda a, b: a > b, only=ORDERED),
    ">=": Function(("same", "same"), "boolean", lambda a, b: a >= b, only=ORDERED),
    "and": Function(("boolean", "boolean"), "boolean", _all, sees_missing=True),
    "or": Function(("boolean", "boolean"), "boolean", _any, sees_missing=True),
    "not": Function(("boolean",), "boolean", lambda a: not a),
}
FUNCTIONS: dict[str, Function] = {
    "if": Function(
        ("boolean", "same", "same"), "same", _choose, "if(test, then, else)", 2, sees_missing=True
    ),
    "coalesce": Function(
        ("same",), "same", _first, "coalesce(a, b, …)", repeats=True, sees_missing=True
    ),
    "known": Function(
        ("any",), "boolean", lambda a: a is not None, "known(field)", sees_missing=True
    ),
    "upper": Function(("text",), "text", str.upper, "upper(text)"),
    "lower": Function(("text",), "text", str.lower, "lower(text)"),
    "trim": Function(("text",), "text", str.strip, "trim(text)"),
    "concat": Function(
        ("any",),
        "text",
        lambda *parts: "".join(map(plain, parts)),
        "concat(a, b, …)",
        repeats=True,
        sees_missing=True,
    ),
    "left": Function(("text", "number"), "text", lambda a, n: a[: max(0, int(n))], "left(text, 3)"),
    "right": Function(
        ("text", "number"), "text", lambda a, n: a[-int(n) :] if n >= 1 else "", "right(text, 3)"
    ),
    "length": Function(("text",), "number", len, "length(text)"),
    "contains": Function(("text or list", "text"), "boolean", _contains, "contains(text, part)"),
    "round": Function(TWO, "number", rounded, "round(number, places)", 1),
    "floor": Function(("number",), "number", math.floor, "floor(number)"),
    "abs": Function(("number",), "number", abs, "abs(number)"),
    "min": Function(
        ("same",),
        "same",
        lambda *held: min(held),
        "min(a, b, …)",
        repeats=True,
        only=("number", "date"),
    ),
    "max": Function(
        ("same",),
        "same",
        lambda *held: max(held),
        "max(a, b, …)",
        repeats=True,
        only=("number", "date"),
    ),
    "date": Function(("text",), "date", _day, 'date("2026-03-31")'),
    "year": Function(("date",), "number", lambda day: day.year, "year(date)"),
    "month": Function(("date",), "number", lambda day: day.month, "month(date)"),
    "days_between": Function(
        ("date", "date"), "number", lambda a, b: (b - a).days, "days_between(from, to)"
    ),
    "today": Function((), "date", lambda: None, "today()"),  # told from outside: see computing
}
