"""Cells of a file become people's values, checked. Pure: runs in processes without Django."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from raabta.customers import normalise, places
from raabta.customers.imports import consent_cells, many_cells, values
from raabta.customers.imports.moments import moment
from raabta.customers.normalise import Invalid

Cells = tuple[int, list[str]]
Problem = tuple[int, str, str]  # column (-1: the row), reason, value


class PersonRow(NamedTuple):
    """What is said of one person; None means "nothing said", which changes nothing."""

    line: int
    external_id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    country: str | None = None
    city: str | None = None
    time_zone: str | None = None
    company: str | None = None
    attributes: dict[str, Any] | None = None
    tags: tuple[str, ...] | None = None
    # purpose, channel, state, and perhaps: moment, IP, evidence, source, basis, words
    consents: tuple[tuple[str, ...], ...] | None = None
    email_given: str | None = None
    phone_given: str | None = None
    created_at: str | None = None  # ISO: since when the system before knew the person
    more: tuple[tuple[str, str, str], ...] | None = None  # further addresses: kind, value, given
    extras: dict[str, Any] | None = None  # values by the attribute's label, made when missing


PLACE = {name: place for place, name in enumerate(PersonRow._fields)}
NOTHING_SAID = [None] * (len(PLACE) - 1)  # after the line
LONGEST = {"external_id": 100, "first_name": 150, "last_name": 150, "city": 100, "company": 200}


class Prepared(NamedTuple):
    """What became of a chunk; plain values, so that it passes between processes."""

    rows: list[tuple[Any, ...]]
    rejects: list[tuple[int, list[Problem]]]
    notes: dict[str, int]


Set = Callable[[list[Any], str], None]


def preparer(plan: dict[str, Any]) -> Callable[[list[Cells]], Prepared]:
    """The plan: columns [[place, key]], names [[place, name]], region, zone, decimal, day_first,
    leave_out, choices, id_prefix.
    """
    # the country comes first: it tells where a phone number is dialled
    order = sorted(plan["columns"], key=lambda one: (one[1] != "country", one[0]))
    names = dict(plan.get("names", ()))
    setters = [(place, _setter(key, names.get(place, ""), plan)) for place, key in order]
    return partial(_prepare, setters, leaves_out=bool(plan.get("leave_out")))


def _prepare(setters: list[tuple[int, Set]], rows: list[Cells], *, leaves_out: bool) -> Prepared:
    done: list[tuple[Any, ...]] = []
    rejects: list[tuple[int, list[Problem]]] = []
    notes: Counter[str] = Counter()
    for line, cells in rows:
        record: list[Any] = [line, *NOTHING_SAID, {}]  # at the end what was told of consent
        problems = _fill(record, cells, setters)
        many_cells.promote(record)
        if told := record.pop():
            record[13] = consent_cells.settled(told) or None
        nobody = record[1] is None and record[4] is None and record[5] is None
        if problems and leaves_out and not nobody:
            notes.update(f"left_out_{reason}" for _place, reason, _value in problems)
            problems = []
        if not problems and nobody:
            problems.append((-1, "nobody", ""))
        if problems:
            rejects.append((line, problems))
            continue
        if record[4] is not None and normalise.is_role_address(record[4]):
            notes["role_address"] += 1
        done.append(tuple(record))
    return Prepared(done, rejects, dict(notes))


def _fill(record: list[Any], cells: list[str], setters: list[tuple[int, Set]]) -> list[Problem]:
    problems: list[Problem] = []
    for place, put in setters:
        text = cells[place]
        if text:
            try:
                put(record, text)
            except Invalid as error:
                problems.append((place, error.reason, error.value[:200]))
    return problems


def _setter(key: str, name: str, plan: dict[str, Any]) -> Set:
    kind, _, rest = key.partition(":")
    region = str(plan.get("region") or "")
    if kind in consent_cells.KINDS:
        return consent_cells.setter(kind, rest, name, plan)
    if kind in many_cells.KINDS:
        return many_cells.setter(kind, region)
    if kind in CODES:
        return _cached(PLACE[kind], CODES[kind])
    if kind == "attribute":
        attribute, _, form = rest.partition(":")
        return partial(_put_attribute, attribute, _attribute_parser(attribute, form, plan))
    zone = ZoneInfo(plan.get("zone") or "UTC")
    whole: dict[str, Set] = {
        "email": _put_email,
        "name": _put_name,
        "phone": partial(_put_phone, region),
        "external_id": partial(_put_id, str(plan.get("id_prefix") or "")),
        "created_at": partial(_put_created, zone, bool(plan.get("day_first"))),
    }
    return whole.get(kind) or partial(_put_text, kind)


def _attribute_parser(name: str, form: str, plan: dict[str, Any]) -> Callable[[str], Any]:
    return values.parser(
        form,
        decimal=plan.get("decimal", "."),
        day_first=bool(plan.get("day_first")),
        choices=plan.get("choices", {}).get(name, []),
    )


def _cached(place: int, parse: Callable[[str], str]) -> Set:
    remembered = lru_cache(maxsize=10_000)(parse)

    def put(record: list[Any], text: str) -> None:
        if value := remembered(text):
            record[place] = value

    return put


def _put_text(kind: str, record: list[Any], text: str) -> None:
    value = normalise.line(text)
    if len(value) > LONGEST[kind]:
        raise Invalid("too_long", f"{kind}: {value}")
    if value:
        record[PLACE[kind]] = value


def _put_name(record: list[Any], text: str) -> None:
    first, last = normalise.split_name(text)
    if max(len(first), len(last)) > LONGEST["first_name"]:
        raise Invalid("too_long", text)
    # columns for the parts, where there are any, know better
    record[2] = record[2] or first or None
    record[3] = record[3] or last or None


def _put_email(record: list[Any], text: str) -> None:
    value = normalise.email(text)
    if value:
        record[4], record[14] = value, text.strip()


def _put_phone(region: str, record: list[Any], text: str) -> None:
    value = normalise.phone(text, record[7] or region)
    if value:
        record[5], record[15] = value, text.strip()


def _put_id(prefix: str, record: list[Any], text: str) -> None:
    """The prefix names the system, so that the ids of two systems do not meet."""
    if plain := normalise.line(text):
        _put_text("external_id", record, f"{prefix}{plain}")


def _put_created(zone: ZoneInfo, day_first: bool, record: list[Any], text: str) -> None:  # noqa: FBT001
    if at := moment(text, zone=zone, day_first=day_first):
        record[16] = min(at, record[16] or at)


def _put_attribute(name: str, parse: Callable[[str], Any], record: list[Any], text: str) -> None:
    value = parse(text)
    if value is not None:
        record[11] = record[11] or {}
        record[11][name] = value


CODES = {"language": places.language, "country": places.country, "time_zone": places.time_zone}
