"""vCard: address books of phones and mail programs, one row a card."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar, Self

from django.utils.translation import gettext_lazy

from raabta.customers.import_format import ImportFormat, SourceRow, checked
from raabta.customers.imports.card_lines import Property
from raabta.customers.imports.cards import Card, read_cards
from raabta.customers.imports.opening import open_bytes

BEGIN = re.compile(rb"BEGIN\s*:\s*VCARD", re.IGNORECASE)
NO_PERSON = {"group", "org", "location", "application", "device"}
UNREACHABLE = {"fax", "pager", "x-fax", "home-fax", "work-fax"}
DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?")
DAY_OF_NO_YEAR = re.compile(r"--(\d\d)-?(\d\d)(?:T.*)?")
COLUMNS = [
    "vCard UID", "Formatted name", "Given name", "Family name", "E-mails", "Phones",
    "Organisation", "Department", "Job title", "Nickname", "Street", "City", "Region",
    "Postcode", "Country", "Categories", "Birthday", "Birthday without year", "Note", "Web",
    "Preferred language", "Time zone", "Other properties",
]  # fmt: skip
OF_PROGRAMS = (
    "X-AB",
    "X-MS-",
    "X-PHONETIC",
    "X-EVOLUTION",
    "X-MOZILLA",
    "X-IMAGE",
    "X-ADDRESSBOOK",
)


class VCard(ImportFormat):
    key: ClassVar = "vcard"
    label: ClassVar = gettext_lazy("vCard")
    suffixes: ClassVar = (".vcf", ".vcard")
    order: ClassVar = 15

    columns: list[str] = COLUMNS

    @classmethod
    def detect(cls, path: Path, filename: str) -> Self | None:
        with open_bytes(path) as file:
            start = file.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
        return cls() if BEGIN.match(start) else None

    def rows(self, path: Path, *, after_line: int = 0) -> Iterator[SourceRow]:
        with open_bytes(path) as file:
            for card in read_cards(file):
                if card.line > after_line:
                    yield _row(card)

    def estimate(self, path: Path) -> int:
        with open_bytes(path) as file:
            pieces = iter(lambda: file.readline(2**16), b"")
            return max(1, sum(1 for piece in pieces if BEGIN.match(piece)))


def _row(card: Card) -> SourceRow:
    found = _Found(card.properties)
    problem = card.problem
    if found.first("KIND", "X-ADDRESSBOOKSERVER-KIND").casefold() in NO_PERSON:
        problem = "card_nobody"
    row = checked(card.line, found.cells())
    return row._replace(problem=problem or row.problem)


class _Found:
    """The properties of one card by name, the preferred ones first."""

    def __init__(self, properties: Iterable[Property]) -> None:
        self._held: dict[str, list[Property]] = {}
        for one in sorted(properties, key=lambda one: one.rank):
            if one.text.strip("; \r\n"):
                self._held.setdefault(one.name, []).append(one)

    def first(self, *names: str) -> str:
        return next((one.value() for name in names for one in self._held.get(name, ())), "")

    def part(self, name: str, place: int) -> str:
        held = self._held.get(name, ())
        parts = held[0].parts() if held else []
        return parts[place] if place < len(parts) else ""

    def all(self, name: str) -> Iterator[str]:
        return (one.value() for one in self._held.get(name, ()))

    def cells(self) -> list[str]:
        born = self.first("BDAY")
        return [
            self.first("UID").removeprefix("urn:uuid:"),
            self.first("FN"),
            " ".join(filter(None, (self.part("N", 1), self.part("N", 2).replace(",", " ")))),
            self.part("N", 0),
            "; ".join(one.removeprefix("mailto:") for one in self.all("EMAIL")),
            "; ".join(self._phones()),
            self.part("ORG", 0),
            self.part("ORG", 1),
            self.first("TITLE", "ROLE"),
            self.first("NICKNAME"),
            *(self.part("ADR", place) for place in range(2, 7)),
            self._categories(),
            "-".join(found.groups()) if (found := DAY.fullmatch(born)) else "",
            "-".join(found.groups()) if (found := DAY_OF_NO_YEAR.fullmatch(born)) else "",
            "\n".join(self.all("NOTE")),
            self.first("URL"),
            self.first("LANG", "LANGUAGE"),
            zone if "/" in (zone := self.first("TZ")) else "",
            self._others(),
        ]

    def _phones(self) -> Iterator[str]:
        for one in self._held.get("TEL", ()):
            # what follows is an extension, or a pause and what is dialled then
            if not one.types & UNREACHABLE:
                yield re.split(r"[;,]", one.value().removeprefix("tel:"))[0].strip()

    def _categories(self) -> str:
        found = [part for one in self._held.get("CATEGORIES", ()) for part in one.parts(",")]
        return json.dumps(found, ensure_ascii=False) if any(found) else ""

    def _others(self) -> str:
        names = [n for n in self._held if n.startswith("X-") and not n.startswith(OF_PROGRAMS)]
        found = {name.removeprefix("X-").capitalize(): self.first(name)[:200] for name in names}
        return json.dumps(found, ensure_ascii=False) if found else ""
