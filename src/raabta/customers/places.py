"""Countries and languages by the names people write, in many languages. Pure: no Django."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from raabta.customers.normalise import Invalid, line

NAMED_IN = [
    "en", "ur", "bn", "ar", "de", "es", "fa", "fr", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt",
    "ru", "sv", "tr", "uk", "vi", "zh",
]  # fmt: skip
CODE = re.compile(r"[A-Z]{2}")
TAG = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", re.IGNORECASE)
LONGEST_TAG = 8
# names in use that the Unicode tables lack
ALSO = {
    "america": "US",
    "britain": "GB",
    "cote d'ivoire": "CI",
    "czech republic": "CZ",
    "eire": "IE",
    "england": "GB",
    "great britain": "GB",
    "holland": "NL",
    "korea": "KR",
    "macedonia": "MK",
    "northern ireland": "GB",
    "palestine": "PS",
    "rsa": "ZA",
    "scotland": "GB",
    "swaziland": "SZ",
    "turkey": "TR",
    "u.s.": "US",
    "u.s.a.": "US",
    "uk": "GB",
    "united states of america": "US",
    "wales": "GB",
}


def country(value: str) -> str:
    """ISO 3166-1 alpha-2 of a code or a name. Raises Invalid("country")."""
    plain = line(value)
    if not plain:
        return ""
    code = _countries().get(plain.casefold())
    if code is None:
        raise Invalid("country", value)
    return code


def language(value: str) -> str:
    """A BCP 47 tag of at most eight characters, from a tag or a name. Raises Invalid("language")."""
    plain = line(value)
    if not plain:
        return ""
    if named := _languages().get(plain.casefold()):
        return named
    if TAG.fullmatch(plain):
        return _tag(plain)
    raise Invalid("language", value)


def time_zone(value: str) -> str:
    """An IANA name. Raises Invalid("time_zone")."""
    plain = line(value).replace(" ", "_")
    if not plain:
        return ""
    found = _zones().get(plain.casefold())
    if found is None:
        raise Invalid("time_zone", value)
    return found


def _tag(text: str) -> str:
    try:
        parsed = Locale.parse(text, sep="-" if "-" in text else "_")
    except (UnknownLocaleError, ValueError):
        raise Invalid("language", text) from None
    parts = [parsed.language, *(p for p in (parsed.script, parsed.territory) if p)]
    while len("-".join(parts)) > LONGEST_TAG:
        parts.pop()
    return "-".join(parts)


@cache
def _countries() -> dict[str, str]:
    real = {code for code in _names(Locale("en").territories) if CODE.fullmatch(code)}
    real -= {"ZZ", "EU", "UN", "EZ", "QO", "XA", "XB"}
    found = dict(ALSO)
    for locale in reversed(NAMED_IN):
        names = _names(Locale(locale).territories)
        found.update({names[code].casefold(): code for code in real if code in names})
    aliases = get_global("territory_aliases")
    found.update({old.casefold(): new[0] for old, new in aliases.items() if new[0] in real})
    found.update({code.casefold(): code for code in real})
    return {**found, **ALSO}


@cache
def _languages() -> dict[str, str]:
    found: dict[str, str] = {}
    known = _names(Locale("en").languages)
    short = {code for code in known if len(code) <= LONGEST_TAG and "_" not in code}
    for locale in reversed(NAMED_IN):
        names = _names(Locale(locale).languages)
        found.update({names[code].casefold(): code for code in short if code in names})
    for locale in NAMED_IN:  # each by its own name
        found[(Locale(locale).get_language_name() or locale).casefold()] = locale
    aliases = get_global("language_aliases")
    found.update({old.casefold(): new for old, new in aliases.items() if new in short})
    found.update({code: code for code in short if len(code) == 2})
    return found


def _names(found: Mapping[Any, Any]) -> dict[str, str]:
    """Codes and names; Babel's own type allows any key."""
    return {str(code): str(name) for code, name in found.items()}


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
