"""The demo's people are made up, and every one of them says so."""

import csv
import io

import phonenumbers

from raabta.config.demo.loading import SAMPLE
from raabta.config.demo.people import COLUMNS, DOMAINS, DRAMA_NUMBERS, write_people


def test_everybody_is_marked_and_has_an_address_of_nobody() -> None:
    file = io.StringIO()
    count = write_people(SAMPLE, file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert (len(rows), list(rows[0])) == (count, list(COLUMNS))
    assert all("made up" in row["tags"].split("|") for row in rows)
    assert {row["email"].partition("@")[2] for row in rows if row["email"]} == set(DOMAINS)
    phones = {row["phone"] for row in rows if row["phone"]}
    assert len(phones) > count / 2
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(phone)) for phone in phones)
    assert all(phone.removeprefix("+44")[:-3] in DRAMA_NUMBERS for phone in phones)
