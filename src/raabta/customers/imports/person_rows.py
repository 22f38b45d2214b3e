"""Cells of a file become people's values, checked. Pure: runs in processes without Django."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from raabta.customers import normalise, places
from raabta.customers.imports import values
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
    consents: tuple[tuple[str, str, str], ...] | None = None  # purpose, channel, state
    email_given: str | None = None
    phone_given: str | None = None


PLACE = {name: place for place, name in enumerate(PersonRow._fields)}
NOTHING_SAID = [None] * (len(PLACE) - 1)  # after the line
LONGEST = {"external_id": 100, "first_name": 150, "last_name": 150, "city": 100, "company": 200}
WITHDRAWN_WORDS = frozenset({"unsubscribed", "withdrawn", "opted out", "opt-out", "cleaned"})
GRANTED_WORDS = frozenset({"subscribed", "granted", "opted in", "opt-in"})
MOST_TAGS = 50


class Prepared(NamedTuple):
    """What became of a chunk; plain values, so that it passes between processes."""

    rows: list[tuple[Any, ...]]
    rejects: list[tuple[int, list[Problem]]]
    notes: dict[str, int]


Set = Callable[[list[Any], str], None]


def preparer(plan: dict[str, Any]) -> Callable[[list[Cells]], Prepared]:
    """The plan: columns [[place, key]], region, decimal, day_first, leave_out, choices."""
    # the country comes first: it tells where a phone number is dialled
    order = sorted(plan["columns"], key=lambda one: (one[1] != "country", one[0]))
    setters = [(place, _setter(key, plan)) for place, key in order]
    return partial(_prepare, setters, leaves_out=bool(plan.get("leave_out")))


def _prepare(setters: list[tuple[int, Set]], rows: list[Cells], *, leaves_out: bool) -> Prepared:
    done: list[tuple[Any, ...]] = []
    rejects: list[tuple[int, list[Problem]]] = []
    notes: Counter[str] = Counter()
    for line, cells in rows:
        record: list[Any] = [line, *NOTHING_SAID]
        problems = _fill(record, cells, setters)
        if problems and leaves_out:
            notes.update(f"left_out_{reason}" for _place, reason, _value in problems)
            problems = []
        if not problems and record[1] is None and record[4] is None and record[5] is None:
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


def _setter(key: str, plan: dict[str, Any]) -> Set:
    kind, _, rest = key.partition(":")
    match kind:
        case "email" | "name" | "tags":
            return WHOLE[kind]
        case "language" | "country" | "time_zone":
            return _cached(PLACE[kind], CODES[kind])
        case "phone":
            return partial(_put_phone, plan.get("region") or "")
        case "consent":
            purpose, _, channel = rest.partition(":")
            return partial(_put_consent, purpose, channel)
        case "attribute":
            name, _, form = rest.partition(":")
            return partial(_put_attribute, name, _attribute_parser(name, form, plan))
    return partial(_put_text, kind)


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


def _put_tags(record: list[Any], text: str) -> None:
    names = tuple(dict.fromkeys(filter(None, map(normalise.line, _split(text)))))
    if any(len(name) > 60 for name in names) or len(names) > MOST_TAGS:
        raise Invalid("tags", text)
    record[12] = (record[12] or ()) + names


def _split(text: str) -> Iterable[str]:
    return text.split(";") if ";" in text else text.split("|") if "|" in text else text.split(",")


def _put_consent(purpose: str, channel: str, record: list[Any], text: str) -> None:
    word = normalise.line(text).casefold()
    agreed = word in GRANTED_WORDS or (word not in WITHDRAWN_WORDS and values.truth(text))
    state = "granted" if agreed else "withdrawn"
    record[13] = (*(record[13] or ()), (purpose, channel, state))


def _put_attribute(name: str, parse: Callable[[str], Any], record: list[Any], text: str) -> None:
    value = parse(text)
    if value is not None:
        record[11] = record[11] or {}
        record[11][name] = value


WHOLE: dict[str, Set] = {"email": _put_email, "name": _put_name, "tags": _put_tags}
CODES = {"language": places.language, "country": places.country, "time_zone": places.time_zone}
