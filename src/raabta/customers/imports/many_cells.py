"""Cells that hold several things: tags, further addresses, attributes in JSON. Pure."""

import csv
import json
import re
from collections.abc import Iterable
from functools import partial
from typing import Any

from raabta.customers import normalise
from raabta.customers.imports.consent_cells import Put
from raabta.customers.normalise import Invalid

KINDS = frozenset({"tags", "more_emails", "more_phones", "extras", "identities"})
MOST_TAGS = 50
MOST_ADDRESSES = 20
LONGEST_LABEL = 100
BETWEEN = re.compile(r"\s*(?::::|[;,|\n])\s*")
ADDRESS = re.compile(r"\s*(?::::|[;,|\n\s])\s*")


def setter(kind: str, region: str) -> Put:
    match kind:
        case "more_emails":
            return _put_emails
        case "more_phones":
            return partial(_put_phones, region)
        case "extras":
            return _put_extras
        case "identities":
            return _put_identities
    return _put_tags


def promote(record: list[Any]) -> None:
    """The first of several addresses leads where no column names the main one."""
    for kind, place, given in (("email", 4, 14), ("phone", 5, 15)):
        first = next((one for one in record[17] or () if one[0] == kind), None)
        if record[place] is None and first:
            record[place], record[given] = first[1], first[2]
    record[17] = tuple(one for one in record[17] or () if one[1] not in record[4:6]) or None


def _put_emails(record: list[Any], text: str) -> None:
    for one in filter(None, ADDRESS.split(text)):
        _add(record, "email", normalise.email(one), one)


def _put_phones(region: str, record: list[Any], text: str) -> None:
    for one in filter(None, BETWEEN.split(text)):
        _add(record, "phone", normalise.phone(one, record[7] or region), one)


def _put_identities(record: list[Any], text: str) -> None:
    """Addresses as Raabta exports them: a list of objects."""
    try:
        for one in json.loads(text):
            check = normalise.email if one["kind"] == "email" else normalise.phone
            _add(record, one["kind"], check(one["value"]), str(one.get("display") or one["value"]))
    except (ValueError, KeyError, TypeError) as error:
        raise error if isinstance(error, Invalid) else Invalid("json_value", text) from None


def _add(record: list[Any], kind: str, value: str, given: str) -> None:
    held = record[17] or ()
    if value and len(held) < MOST_ADDRESSES and all(one[1] != value for one in held):
        record[17] = (*held, (kind, value, given.strip()))


def _put_tags(record: list[Any], text: str) -> None:
    names = tuple(dict.fromkeys(filter(None, map(normalise.line, _split(text)))))
    if any(len(name) > 60 for name in names) or len(names) > MOST_TAGS:
        raise Invalid("tags", text)
    record[12] = (record[12] or ()) + names


def _split(text: str) -> Iterable[str]:
    plain = text.strip()
    if plain.startswith("[") and plain.endswith("]"):
        try:
            return [str(one) for one in json.loads(plain)]
        except ValueError:
            pass
    if plain.startswith('"'):  # quoted inside the cell: commas may be part of a tag
        return next(csv.reader([plain], skipinitialspace=True), [])
    for mark in (":::", ";", "|"):
        if mark in text:
            return text.split(mark)
    return text.split(",")


def _put_extras(record: list[Any], text: str) -> None:
    """One JSON object of values; deeper ones are kept as JSON text."""
    try:
        found = json.loads(text)
    except ValueError:
        raise Invalid("json_value", text) from None
    if not isinstance(found, dict):
        raise Invalid("json_value", text)
    named = {normalise.line(str(name))[:LONGEST_LABEL]: _plain(one) for name, one in found.items()}
    kept = {name: one for name, one in named.items() if name and one not in (None, "", [])}
    record[18] = {**(record[18] or {}), **kept}


def _plain(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return [str(one) for one in value]
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value
