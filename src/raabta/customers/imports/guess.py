"""Which column is which field: by its header, in any language, else by its values."""

import re
from collections.abc import Callable, Iterable

from raabta.customers import normalise, places
from raabta.customers.import_target import TargetField
from raabta.customers.normalise import Invalid

NOT_LETTERS = re.compile(r"[\W_]+")
ENOUGH = 0.7
REPEATED = re.compile(r" \(\d+\)$")


def guess_mapping(
    columns: list[str], samples: list[list[str]], fields: Iterable[TargetField], region: str
) -> dict[str, str]:
    """Number of the column -> key of the field; columns that are nothing known are left out."""
    known = list(fields)
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    for by in (_by_header, _by_values(region)):
        for place, name in enumerate(columns):
            if str(place) in mapping:
                continue
            values = [row[place] for row in samples if place < len(row) and row[place].strip()]
            for found in by(name, values, known):
                if found.key not in taken:
                    mapping[str(place)] = found.key
                    taken.update(() if found.many else (found.key,))
                    break
    return mapping


Guess = Callable[[str, list[str], list[TargetField]], Iterable[TargetField]]


def _by_header(name: str, values: list[str], fields: list[TargetField]) -> Iterable[TargetField]:
    plain = folded(REPEATED.sub("", name))
    for found in fields:
        if plain not in {folded(alias) for alias in (*found.aliases, found.key, str(found.label))}:
            continue
        if not found.looks_like or not values or _share(found.looks_like, values, "") > 0.2:
            yield found


def _by_values(region: str) -> Guess:
    def guess(name: str, values: list[str], fields: list[TargetField]) -> Iterable[TargetField]:
        for found in fields:
            sure = found.looks_like in {"email", "phone"}
            if sure and values and _share(found.looks_like, values, region) >= ENOUGH:
                yield found

    return guess


def _share(kind: str, values: list[str], region: str) -> float:
    return sum(1 for value in values if _is(kind, value, region)) / len(values)


def _is(kind: str, value: str, region: str) -> bool:
    try:
        match kind:
            case "email":
                return bool(normalise.email(value))
            case "phone":
                # bare numbers may be anything; a phone number has a sign of being one
                if region and not re.search(r"^\s*(\+|00?\d|\()|[ ()-]", value):
                    return False
                return (
                    bool(normalise.phone(value, region)) if region else any(map(str.isdigit, value))
                )
            case "country":
                return bool(places.country(value))
    except Invalid:
        return False
    return True


def folded(name: str) -> str:
    return NOT_LETTERS.sub("", name).casefold()
