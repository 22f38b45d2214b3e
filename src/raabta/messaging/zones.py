"""Whose clock counts: a person's own zone, else their country's main one, else the workspace's."""

from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# where the first zone of the tz table is not the one that most people of the country live in
MAIN = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CY": "Asia/Nicosia",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
UTC = ZoneInfo("UTC")


@cache
def main_zones() -> dict[str, str]:
    """ISO country -> IANA zone, from the tz database's own table."""
    found: dict[str, str] = {}
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _coordinates, zone = line.split("\t")[:3]
            found.setdefault(country, zone)
    return found | MAIN


@lru_cache(maxsize=1_000)
def named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of(own: str, country: str, workspace: str) -> ZoneInfo:
    """The first of the three that names a zone; UTC when none does."""
    by_country = main_zones().get(country.upper(), "")
    return named(own) or named(by_country) or named(workspace) or UTC
