"""The words that a record is filed under. Pure."""

import re
from collections.abc import Iterator

from raabta.search.folding import fold, is_number, words
from raabta.search.source import Texts
from raabta.search.spellings import is_name

LONGEST = 60
MOST = 120
NATIONAL, ENDING = 10, 4  # digits: of a number within most countries, and as people recall it


def filed(texts: Texts) -> str:
    """Each once, the words of names first, with a space before, between and behind."""
    found = dict.fromkeys(_every(texts))
    return f" {' '.join(list(found)[:MOST])} "


def names_in(texts: Texts) -> set[str]:
    """The words that other spellings should lead to."""
    return {word for text in texts.names for word in words(text) if is_name(word)}


def _every(texts: Texts) -> Iterator[str]:
    for name in texts.names:
        yield from words(name)
    for code in texts.codes:
        yield from code_terms(code)
    for email in texts.emails:
        yield from email_terms(email)
    for phone in texts.phones:
        yield from phone_terms(phone)


def code_terms(code: str) -> Iterator[str]:
    """The whole, its parts, and the number behind its letters: C536379 is found by 5363 too."""
    whole = "".join(fold(code[:200]).split())
    if whole:
        yield whole[:LONGEST]
        for part in words(code):
            yield part
            digits = part.lstrip("0") if is_number(part) else re.sub(r"^\D+", "", part)
            if is_number(digits):
                yield digits


def email_terms(email: str) -> Iterator[str]:
    local, _at, domain = fold(email).partition("@")
    if domain:
        yield f"{local}@{domain}"[:LONGEST]
        yield from words(local)
        yield domain[:LONGEST]


def phone_terms(phone: str) -> Iterator[str]:
    digits = phone.lstrip("+")
    if digits:
        yield digits
        yield digits[-NATIONAL:]
        yield digits[-ENDING:]
