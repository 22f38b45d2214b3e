"""What is known of the people who are compared: one or more columns for each field."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from raabta.customers.matching.columns import Column, Writer
from raabta.customers.matching.fields import FIELDS
from raabta.customers.matching.folding import folded

PHONE_TAIL = 9  # digits without country code and trunk zero
DIGITS = re.compile(r"\D+")
GMAIL = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True)
class People:
    """Who is compared: the caller's numbers, and by field the columns that hold its values."""

    ids: list[int]
    fields: dict[str, list[Column]]

    def __len__(self) -> int:
        return len(self.ids)


def nothing() -> None:
    """The tick of whoever needs none."""


def email_key(address: str) -> str:
    """The mailbox behind an address: without a +tag, and for Gmail without dots."""
    local, _, domain = address.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in GMAIL:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}" if local else ""


def phone_key(number: str) -> str:
    return DIGITS.sub("", number)[-PHONE_TAIL:]


def date_key(text: str) -> str:
    """YYYYMMDD, or "" for what is no date."""
    digits = DIGITS.sub("", text[:10])
    return digits if len(digits) == 8 else ""


def code_key(text: str) -> str:
    return folded(text).replace(" ", "")


def street_key(text: str) -> str:
    return " ".join(SHORT.get(word, word) for word in folded(text).split())


SHORT = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue",
    "pl": "place", "cres": "crescent", "cct": "circuit", "dr": "drive", "ln": "lane",
    "apt": "flat", "unit": "flat", "blk": "block", "hse": "house", "no": "",
}  # fmt: skip

KEYS = {
    "birth_date": date_key,
    "email": email_key,
    "phone": phone_key,
    "id_number": code_key,
    "postcode": code_key,
    "street": street_key,
}


def gather(
    rows: Iterable[tuple[int, Mapping[str, list[str]]]], tick: Callable[[], None] = nothing
) -> People:
    """People from (number, field -> values); the first values of a field are kept.

    `tick` is called now and then, for whoever must show a sign of life.
    """
    writers = {field: [Writer() for _ in range(most)] for field, most in FIELDS.items()}
    ids: list[int] = []
    for number, values in rows:
        ids.append(number)
        for field, columns in writers.items():
            given = values.get(field, ())
            for place, writer in enumerate(columns):
                writer.add(given[place] if place < len(given) else "")
    fields = {}
    for field, columns in writers.items():
        tick()
        key = KEYS.get(field, folded)
        made = [writer.column().mapped(key) for writer in columns]
        held = [column for column in made if len(column.values) > 1]
        if held:
            fields[field] = held
    return People(ids, fields)
