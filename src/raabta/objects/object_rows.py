"""Cells of a file become a record's values, checked. Pure: runs in processes without Django."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from raabta.customers import normalise
from raabta.customers.imports import values
from raabta.customers.imports.person_rows import Cells, Prepared, Problem
from raabta.customers.normalise import Invalid

EXTERNAL_ID = "external_id"
FIELD, ROLE = "field:", "role:"
LONGEST_ID, LONGEST_TARGET = 150, 254
MARKS = (";", "|", "\n")


class ObjectRow(NamedTuple):
    """What a row says of one record; what is blank is missing and changes nothing."""

    line: int
    external_id: str
    fields: dict[str, Any]
    targets: dict[str, list[str]]  # role -> whom or what it names
    places: dict[str, int]  # field or role -> its column, for what is wrong with it


Read = Callable[[str], Any]


def preparer(plan: dict[str, Any]) -> Callable[[list[Cells]], Prepared]:
    """The plan: columns [[place, key, form of the cell]], choices, decimal, day_first, leave_out."""
    readers = [(place, key, _reader(key, form, plan)) for place, key, form in plan["columns"]]
    return partial(_prepare, readers, leaves_out=bool(plan.get("leave_out")))


def _prepare(
    readers: list[tuple[int, str, Read]], rows: list[Cells], *, leaves_out: bool
) -> Prepared:
    done: list[tuple[Any, ...]] = []
    rejects: list[tuple[int, list[Problem]]] = []
    notes: dict[str, int] = {}
    places = {key.partition(":")[2] or key: place for place, key, _read in readers}
    for line, cells in rows:
        row, problems = _read(line, cells, readers, places)
        if problems and leaves_out:
            for _place, reason, _value in problems:
                notes[f"left_out_{reason}"] = notes.get(f"left_out_{reason}", 0) + 1
            problems = []
        if not problems and not (row.external_id or row.fields or row.targets):
            problems.append((-1, "empty_record", ""))
        if problems:
            rejects.append((line, problems))
        else:
            done.append(tuple(row))
    return Prepared(done, rejects, notes)


def _read(
    line: int, cells: list[str], readers: list[tuple[int, str, Read]], places: dict[str, int]
) -> tuple[ObjectRow, list[Problem]]:
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for place, key, read in readers:
        try:
            value = read(cells[place]) if cells[place].strip() else None
        except Invalid as error:
            problems.append((place, error.reason, error.value[:200]))
            continue
        if value not in (None, "", []):
            found[key] = value
    fields = {key.removeprefix(FIELD): v for key, v in found.items() if key.startswith(FIELD)}
    targets = {key.removeprefix(ROLE): v for key, v in found.items() if key.startswith(ROLE)}
    return ObjectRow(line, found.get(EXTERNAL_ID, ""), fields, targets, places), problems


def _reader(key: str, form: str, plan: dict[str, Any]) -> Read:
    if key == EXTERNAL_ID:
        return partial(_line, longest=LONGEST_ID)
    if key.startswith(ROLE):
        return _several if form == "several" else _one
    return values.parser(
        form,
        decimal=plan.get("decimal", "."),
        day_first=bool(plan.get("day_first")),
        choices=plan.get("choices", {}).get(key.removeprefix(FIELD), []),
    )


def _line(text: str, *, longest: int) -> str:
    plain = normalise.line(text)
    if len(plain) > longest:
        raise Invalid("too_long", plain)
    return plain


def _one(text: str) -> list[str]:
    return [_line(text, longest=LONGEST_TARGET)]


def _several(text: str) -> list[str]:
    mark = next((mark for mark in MARKS if mark in text), ";")
    parts = (_line(part, longest=LONGEST_TARGET) for part in text.split(mark))
    return list(dict.fromkeys(filter(None, parts)))
