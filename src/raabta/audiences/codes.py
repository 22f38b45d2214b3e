"""Names of countries and languages in the reader's language, from Unicode's CLDR."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from raabta.audiences.wording import locale


@lru_cache(maxsize=8)
def names_for(field: str, language: str) -> list[tuple[str, str]]:
    """Codes and names of all countries or languages, by name."""
    if field == "country":
        names = {c: n for c, n in locale().territories.items() if len(c) == 2 and c.isalpha()}
    else:
        names = {c: n for c, n in locale().languages.items() if len(c) == 2}
    return sorted(names.items(), key=lambda one: one[1].casefold())


def name_of(field: str, code: str) -> str:
    known: dict[str, Mapping[Any, Any]] = {
        "country": locale().territories,
        "language": locale().languages,
    }
    return str(known.get(field, {}).get(code, code))
