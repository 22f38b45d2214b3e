"""Dates with times as systems write them, in one form. Pure: no Django."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from raabta.customers import normalise
from raabta.customers.imports import values
from raabta.customers.normalise import Invalid

MOMENT = re.compile(
    r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?"
    r"\s*([AaPp][Mm])?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)


def moment(value: str, *, zone: ZoneInfo, day_first: bool) -> str:
    """ISO in UTC; a time without an offset is one of `zone`."""
    plain = normalise.line(value)
    if not plain:
        return ""
    found = MOMENT.fullmatch(plain)
    try:
        local = _from_parts(found, day_first=day_first) if found else _day(plain, day_first)
        if local.tzinfo is None:
            local = local.replace(tzinfo=zone)
        return local.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise Invalid("date", value) from None


def _from_parts(found: re.Match[str], *, day_first: bool) -> datetime:
    day = datetime.fromisoformat(
        values.iso_date(f"{found[1]}-{found[2]}-{found[3]}", day_first=day_first) or ""
    )
    hour = int(found[4] or 0)
    if found[7]:
        hour = hour % 12 + (12 if found[7].lower() == "pm" else 0)
    exact = day.replace(hour=hour, minute=int(found[5] or 0), second=int(found[6] or 0))
    if not found[8]:
        return exact
    offset = "+00:00" if found[8] in {"Z", "UTC", "GMT"} else found[8]
    return datetime.fromisoformat(f"{exact.isoformat()}{offset}")


def _day(plain: str, day_first: bool) -> datetime:  # noqa: FBT001
    return datetime.fromisoformat(values.iso_date(plain, day_first=day_first) or "")
