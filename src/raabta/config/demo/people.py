"""The made-up people behind the customer numbers of Online Retail; the same ones every time."""

import csv
import gzip
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TextIO

from raabta.config.demo.names import (
    BENGALI_FIRST,
    BENGALI_LAST,
    COMPANIES,
    ENGLISH_FIRST,
    ENGLISH_LAST,
    EUROPEAN_FIRST,
    EUROPEAN_LAST,
    URDU_FIRST,
    URDU_LAST,
)

COLUMNS = {
    "customer_id": "external_id",
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "phone": "phone",
    "language": "language",
    "country": "country",
    "city": "city",
    "birthday": "attribute:birthday",
    "tier": "attribute:tier",
    "interests": "attribute:interests",
    "is_business": "attribute:is_business",
    "email_consent": "consent:marketing:email",
    "tags": "tags",
    "company": "company",
}  # column of the file -> field of the import
DOMAINS = ("example.com", "example.org", "example.net", "mail.example", "post.example")
ENGLISH_SPEAKING = {"United Kingdom", "EIRE", "Australia", "USA", "Channel Islands", "Unspecified"}
CITIES = (
    "London",
    "Birmingham",
    "Leeds",
    "Glasgow",
    "Manchester",
    "Bradford",
    "Cardiff",
    "Leicester",
)
INTERESTS = ("kitchen", "garden", "stationery", "toys", "christmas", "lighting", "bags")
# Ofcom's numbers for use in television and radio drama: area code, first subscriber number.
# Those of 07700 and 0115 are missing: the import takes them for numbers that cannot be.
DRAMA_NUMBERS = (
    "1134960", "1144960", "1164960", "1174960", "1184960", "1214960",
    "1314960", "1414960", "1514960", "1614960", "2079460", "1914980", "2890180", "2920180",
)  # fmt: skip


def write_people(orders: Path, target: TextIO) -> int:
    """Write one CSV row for each customer number of the order file. Returns how many."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for count, (number, country) in enumerate(_numbers(orders), start=1):
        writer.writerow(_person(number, country, position=count))
    return count


def _numbers(orders: Path) -> Iterator[tuple[str, str]]:
    """Customer number and country, each number once, in order of number."""
    opener = gzip.open if orders.suffix == ".gz" else open
    found: dict[str, str] = {}
    with opener(orders, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["CustomerID"]:
                found.setdefault(row["CustomerID"], row["Country"])
    yield from sorted(found.items())


def _person(number: str, country: str, *, position: int) -> list[str]:
    chance = Random(f"raabta demo {number}")  # noqa: S311  repeatable on purpose
    language, first, last, spelled = _name(chance, country)
    mailbox = f"{spelled}.{number}" if chance.random() < 0.97 else ""
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    interests = chance.sample(INTERESTS, k=chance.randrange(4))
    is_business = chance.random() < 0.12
    return [
        number,
        first if chance.random() < 0.96 else "",  # some people told no first name
        last,
        f"{mailbox}@{chance.choice(DOMAINS)}" if mailbox else "",
        _phone(position) if chance.random() < 0.6 else "",
        language,
        country if country != "Unspecified" else "",
        chance.choice(CITIES) if country == "United Kingdom" else "",
        born.isoformat() if chance.random() < 0.7 else "",
        chance.choices(("bronze", "silver", "gold"), weights=(70, 22, 8))[0],
        "|".join(interests),
        "yes" if is_business else "no",
        chance.choices(("yes", "no", ""), weights=(78, 5, 17))[0] if mailbox else "",
        "made up|wholesale" if is_business and chance.random() < 0.6 else "made up",
        chance.choice(COMPANIES) if is_business else "",
    ]


def _name(chance: Random, country: str) -> tuple[str, str, str, str]:
    """Language, first name, last name, and how they are spelled in an address."""
    draw = chance.random()
    if country in ENGLISH_SPEAKING and draw >= 0.34:
        first, last = chance.choice(ENGLISH_FIRST), chance.choice(ENGLISH_LAST)
        return "en", first, last, _spell(f"{first}.{last}")
    if country not in ENGLISH_SPEAKING and draw >= 0.1:
        first = chance.choice(EUROPEAN_FIRST)
        last = chance.choice(EUROPEAN_LAST).replace("_", " ")
        return "en", first, last, _spell(f"{first}.{last}")
    urdu = chance.random() < 0.6
    names = (URDU_FIRST, URDU_LAST) if urdu else (BENGALI_FIRST, BENGALI_LAST)
    (first, first_spelled), (last, last_spelled) = chance.choice(names[0]), chance.choice(names[1])
    return "ur" if urdu else "bn", first, last, f"{first_spelled}.{last_spelled}"


def _spell(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(c for c in plain.lower() if c.isalnum() or c == ".")


def _phone(position: int) -> str:
    area = DRAMA_NUMBERS[position // 1000 % len(DRAMA_NUMBERS)]
    return f"+44{area}{position % 1000:03d}"


def moved_orders(orders: Path, target: TextIO, *, last_day: date) -> None:
    """Copy the order lines with every date moved by whole days, so that the last is `last_day`."""
    opener = gzip.open if orders.suffix == ".gz" else open
    with opener(orders, "rt", encoding="utf-8", newline="") as file:
        newest = max(row["InvoiceDate"] for row in csv.DictReader(file))
    days = last_day - datetime.fromisoformat(newest).date()
    with opener(orders, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        at = header.index("InvoiceDate")
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(header)
        for row in reader:
            moment = datetime.fromisoformat(row[at]) + days
            row[at] = moment.isoformat(sep=" ")
            writer.writerow(row)
