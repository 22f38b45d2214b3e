"""Zones, currencies and countries to choose from, in the reader's language."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import get_global
from django.conf import settings
from django.utils.translation import get_language, get_language_info

from raabta.web.templatetags.localised import locale

Choices = list[tuple[str, str]]
AREAS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def languages() -> Choices:
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


@lru_cache(maxsize=1)
def zones() -> Choices:
    places = sorted(zone for zone in available_timezones() if zone.split("/")[0] in AREAS)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


def currencies() -> Choices:
    return _currencies(get_language() or "en")


def countries() -> Choices:
    return _countries(get_language() or "en")


@lru_cache(maxsize=4)
def _currencies(_language: str) -> Choices:
    names = locale().currencies
    spent = {
        code
        for uses in get_global("territory_currencies").values()
        for code, _since, until, is_tender in uses
        if is_tender and until is None
    }
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(spent)]


@lru_cache(maxsize=4)
def _countries(_language: str) -> Choices:
    names = locale().territories
    found = [(code, names[code]) for code in get_global("territory_currencies") if code in names]
    return sorted(found, key=lambda pair: pair[1])
