"""Cells of invoice lines become checked values. Pure: runs in processes without Django.

Amounts are whole millionths of the currency's main unit, so that sums of many decimals are exact.
"""

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from raabta.commerce import whole_orders
from raabta.customers import normalise, places
from raabta.customers.imports import values
from raabta.customers.imports.moments import moment
from raabta.customers.imports.person_rows import Cells, Prepared, Problem
from raabta.customers.normalise import Invalid

MILLION = 1_000_000
PLAIN_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,6})?")
LONGEST = {"number": 100, "sku": 100, "name": 300, "external_id": 100, "category": 100}
MOST_QUANTITY = 2**31 - 1
MOST_AMOUNT = 10**15  # millionths


class LineRow(NamedTuple):
    line: int
    number: str
    sku: str
    name: str
    quantity: int
    unit: int  # millionths
    placed_at: str  # ISO, UTC
    external_id: str
    email: str
    country: str
    currency: str
    category: str
    attributes: dict[str, Any] | None = None  # of the order, by key


PLACE = {name: place for place, name in enumerate(LineRow._fields)}
BLANK: list[Any] = [*("" for _ in LineRow._fields[:-1]), None]
ATTRIBUTE = "attribute:"  # then the key and the kind of the cell


def preparer(plan: dict[str, Any]) -> Callable[[list[Cells]], Prepared]:
    """The plan: columns [[place, key]], zone, decimal, day_first, currency, choices."""
    parsers: dict[str, Callable[[str], Any]] = {
        "quantity": lru_cache(10_000)(partial(quantity, decimal=plan["decimal"])),
        "unit": lru_cache(50_000)(partial(millionths, decimal=plan["decimal"])),
        "placed_at": lru_cache(50_000)(
            partial(moment, zone=ZoneInfo(plan["zone"]), day_first=plan["day_first"])
        ),
        "email": normalise.email,
        "country": lru_cache(1_000)(country),
        "currency": lru_cache(1_000)(currency),
        "status": whole_orders.status,
        "cancelled_at": normalise.line,
    }
    parsers |= dict.fromkeys(whole_orders.SUMS, parsers["unit"])
    columns = []
    for place, key in plan["columns"]:
        if key.startswith(ATTRIBUTE):
            columns.append((place, key.rpartition(":")[0], _attribute_parser(key, plan)))
            continue
        parse = parsers.get(key) or lru_cache(20_000)(partial(text, LONGEST[key], key))
        columns.append((place, PLACE.get(key, key), parse))
    return partial(_prepare, columns, plan["currency"])


def _attribute_parser(key: str, plan: dict[str, Any]) -> Callable[[str], Any]:
    name, _, form = key.removeprefix(ATTRIBUTE).partition(":")
    return values.parser(
        form,
        decimal=plan["decimal"],
        day_first=plan["day_first"],
        choices=plan.get("choices", {}).get(name, []),
    )


Column = tuple[int, int | str, Callable[[str], Any]]  # place in the file, in the row, parser


def _prepare(columns: list[Column], default_currency: str, rows: list[Cells]) -> Prepared:
    done: list[tuple[Any, ...]] = []
    orders = whole_orders.Orders()
    rejects: list[tuple[int, list[Problem]]] = []
    notes: Counter[str] = Counter()
    for line, cells in rows:
        record = BLANK.copy()
        record[0], record[4], record[5] = line, None, None
        about: dict[str, Any] = {}  # the whole order
        problems = _read(columns, cells, record, about)
        record[-1] = _attributes(about)
        problems = orders.complete(record, about) or problems
        problems += _lacking(record) if not problems else []
        record[10] = record[10] or default_currency
        amount = record[4] * record[5] if record[4] is not None and record[5] is not None else 0
        further = orders.further(record, about) if amount or not problems else []
        amount += sum(one[5] for one in further)
        notes[f"sum_file:{record[10]}"] += amount
        if problems:
            notes[f"sum_rejected:{record[10]}"] += amount
            rejects.append((line, problems))
            continue
        if record[9] is None:
            notes["unknown_country"] += 1
            record[9] = ""
        done += [tuple(record), *further]
    return Prepared(done, rejects, dict(notes))


def _read(
    columns: list[Column], cells: list[str], record: list[Any], about: dict[str, Any]
) -> list[Problem]:
    problems: list[Problem] = []
    for place, at, parse in columns:
        try:
            found = parse(cells[place])
        except Invalid as error:
            problems.append((place, error.reason, error.value[:200]))
            continue
        if isinstance(at, str):
            about[at] = found
        elif found or not record[at]:  # of two columns the one that says something
            record[at] = found
    return problems


def _attributes(about: dict[str, Any]) -> dict[str, Any] | None:
    """What a row says of its order's attributes; a blank cell says nothing."""
    found = {
        key.removeprefix(ATTRIBUTE): value
        for key, value in about.items()
        if key.startswith(ATTRIBUTE) and value is not None
    }
    return found or None


def _lacking(record: list[Any]) -> list[Problem]:
    found: list[Problem] = []
    if not record[1]:
        found.append((-1, "no_number", ""))
    if not record[6]:
        found.append((-1, "no_date", ""))
    if record[4] is None:
        found.append((-1, "no_quantity", ""))
    if record[5] is None:
        found.append((-1, "no_price", ""))
    return found


def text(longest: int, key: str, value: str) -> str:
    plain = normalise.line(value)
    if len(plain) > longest:
        raise Invalid("too_long", f"{key}: {plain}")
    # spreadsheets write ids as 17850.0
    if key == "external_id" and plain.endswith(".0") and plain[:-2].isdigit():
        return plain[:-2]
    return plain


def quantity(value: str, *, decimal: str) -> int | None:
    found = values.number(value, decimal=decimal)
    if found is None:
        return None
    if found != int(found) or abs(found) > MOST_QUANTITY:
        raise Invalid("quantity", value)
    return int(found)


def millionths(value: str, *, decimal: str) -> int | None:
    """An amount of money in millionths of the main unit; further decimals are rounded."""
    plain = value.strip()
    if decimal == "." and PLAIN_NUMBER.fullmatch(plain):
        whole, _, part = plain.partition(".")
        size = int(whole.lstrip("-") or 0) * MILLION + int(f"{part:0<6}")
        return -size if plain[0] == "-" else size
    found = values.number(value, decimal=decimal)
    if found is None:
        return None
    try:
        exact = int((Decimal(str(found)) * MILLION).to_integral_value())
    except InvalidOperation:
        raise Invalid("price", value) from None
    if abs(exact) > MOST_AMOUNT:
        raise Invalid("price", value)
    return exact


def country(value: str) -> str | None:
    """A code; None for a place that is no country: the line is kept without it."""
    try:
        return places.country(value)
    except Invalid:
        return None


def currency(value: str) -> str:
    plain = value.strip().upper()
    if plain and not (len(plain) == 3 and plain.isalpha() and plain.isascii()):
        raise Invalid("currency", value)
    return plain
