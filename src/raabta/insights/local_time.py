"""Hours, days, weeks and months of a time zone as whole numbers, in plain arithmetic.

Engines disagree about time zones, so the zone's offsets are read here and become a few constants:
within an analysis there are one or two changes of the clock a year. Days, weeks (from Monday) and
months follow the calendar on the wall; hours are true hours, so a day may have 23 or 25.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Literal
from zoneinfo import ZoneInfo

Unit = Literal["hour", "day", "week", "month"]
EPOCH = date(1970, 1, 1)
SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR


def start_of(on: date, zone: ZoneInfo) -> datetime:
    """The day's first moment in the zone."""
    return datetime.combine(on, time(), zone).astimezone(UTC)


def micros_of(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def snapped(on: date, unit: Unit) -> date:
    """The first day of the week or month that the day lies in."""
    if unit == "week":
        return on - timedelta(days=on.weekday())
    return on.replace(day=1) if unit == "month" else on


def number_of(on: date, unit: Unit) -> int:
    """Which day, week or month it is, counted from 1970."""
    if unit == "month":
        return (on.year - 1970) * 12 + on.month - 1
    days = (on - EPOCH).days
    return (days + 3) // 7 if unit == "week" else days


def first_day(number: int, unit: Unit) -> date:
    """The first day of the period of this number."""
    if unit == "month":
        return date(1970 + number // 12, number % 12 + 1, 1)
    return EPOCH + timedelta(days=number * 7 - 3 if unit == "week" else number)


def offsets(zone: ZoneInfo, first: datetime, last: datetime) -> list[tuple[datetime, int]]:
    """From when on the zone's clock is how many seconds ahead of UTC, oldest first."""
    found = [(first, _ahead(zone, first))]
    at = first
    while at < last:
        later = min(at + timedelta(days=1), last)
        if _ahead(zone, later) != found[-1][1]:
            found.append((_change(zone, at, later), _ahead(zone, later)))
        at = later
    return found


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second at which the offset of `high` begins."""
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _ahead(zone, middle) == _ahead(zone, high):
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)


def _ahead(zone: ZoneInfo, at: datetime) -> int:
    found = at.astimezone(zone).utcoffset()
    return int(found.total_seconds()) if found else 0


class Periods:
    """Periods of one unit from the day `first` to the day `last`, both within a period."""

    def __init__(self, unit: Unit, zone: ZoneInfo, first: date, last: date) -> None:
        self.unit, self.zone = unit, zone
        self.first = snapped(first, unit)
        self.begins = start_of(self.first, zone)
        self.ends = start_of(last + timedelta(days=1), zone)

    def __len__(self) -> int:
        if self.unit == "hour":
            return (micros_of(self.ends) - micros_of(self.begins) + HOUR - 1) // HOUR
        last = (self.ends - timedelta(microseconds=1)).astimezone(self.zone).date()
        return number_of(last, self.unit) - number_of(self.first, self.unit) + 1

    def number(self, at: Any) -> Any:
        """The period of a moment, given as an expression in microseconds; the first is 0."""
        if self.unit == "hour":
            return (at - micros_of(self.begins)) // HOUR
        return self._calendar(at) - number_of(self.first, self.unit)

    def begin(self, number: int) -> datetime:
        """When the period of this number begins."""
        if self.unit == "hour":
            return self.begins + timedelta(hours=number)
        return start_of(self.day(number), self.zone)

    def day(self, number: int) -> date:
        """The first day of the period of this number, not for hours."""
        return first_day(number_of(self.first, self.unit) + number, self.unit)

    def _calendar(self, at: Any) -> Any:
        days = (at + self._ahead(at)) // DAY
        if self.unit == "week":
            return (days + 3) // 7
        return _month(days) if self.unit == "month" else days

    def _ahead(self, at: Any) -> Any:
        import ibis

        # a year more on either side, for the periods before and what happens afterwards
        year = timedelta(days=366)
        early = self.begins - (self.ends - self.begins) - year
        known = offsets(self.zone, early, self.ends + year)
        found: Any = ibis.literal(known[-1][1] * SECOND, "int64")
        for (_from, ahead), (until, _next) in reversed(list(pairwise(known))):
            found = ibis.ifelse(at < micros_of(until), ahead * SECOND, found)
        return found


def _month(days: Any) -> Any:
    """Months since 1970 of a day since 1970 (Howard Hinnant, "days_from_civil", 2013)."""
    shifted = days + 719_468
    era_day = shifted % 146_097
    years = (era_day - era_day // 1_460 + era_day // 36_524 - era_day // 146_096) // 365
    year_day = era_day - (365 * years + years // 4 - years // 100)
    month = (5 * year_day + 2) // 153  # 0 is March
    return ((shifted // 146_097) * 400 + years) * 12 + month + 2 - 1_970 * 12
