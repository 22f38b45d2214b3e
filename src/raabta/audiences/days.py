"""Days of a person's life (a birthday, the day they were added), however they are stored."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from raabta.audiences.profile import MOMENTS, compared_as, text_of
from raabta.audiences.question import Question
from raabta.audiences.spans import within


class Day:
    """A date attribute (ISO text) or a moment of the person, asked about in whole days."""

    def __init__(self, field: str, asked: Question) -> None:
        self.asked = asked
        self.is_moment = field in MOMENTS
        self.is_written_moment = compared_as(field, asked) == "moment"
        self.column = asked.customer[field] if self.is_moment else text_of(field, asked.customer)
        if not self.is_moment and not self.is_written_moment:
            self.column = self.column.substr(0, 10)

    def is_empty(self) -> Any:
        return self.column.isnull() if self.is_moment else self.column == ""

    def between(self, first: date | None, last: date | None) -> Any:
        """On one of the days from `first` to `last`, both included; None is open."""
        if self.is_moment:
            return within(self.column, self.asked, first, last)
        found = self.column != ""  # ISO days and moments sort like text
        if self.is_written_moment:
            if first is not None:
                found &= self.column >= self._start(first)
            if last is not None:
                found &= self.column < self._start(last + timedelta(days=1))
            return found
        if first is not None:
            found &= self.column >= first.isoformat()
        if last is not None:
            found &= self.column <= last.isoformat()
        return found

    def _start(self, day: date) -> str:
        """The day's first moment at the workspace, as attributes keep moments."""
        start = datetime.combine(day, time(), self.asked.zone).astimezone(UTC)
        return start.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"

    def recurs(self, first: date, last: date) -> Any:
        """An anniversary falls on one of these days, at most a year apart."""
        import ibis

        if not self.is_moment:
            days = month_days(first, last)
            past = self.column < self.asked.today.isoformat()
            return self.column.substr(5, 5).isin(days) & past
        found = ibis.literal(value=False)
        for years in range(1, last.year - 1970 + 1):
            found |= self.between(_years_before(first, years), _years_before(last, years))
        return found & self.between(None, self.asked.days_ago(1))


def month_days(first: date, last: date) -> list[str]:
    """Every day as "MM-DD"; 29 February is kept on the 28th of a year that has none."""
    days = {(first + timedelta(days=n)).isoformat()[5:] for n in range((last - first).days + 1)}
    years = {first.year, last.year}
    return sorted(days | _leap_days(days, years))


def _leap_days(days: Iterable[str], years: Iterable[int]) -> set[str]:
    has_no_29th = any(not _is_leap(year) for year in years)
    return {"02-29"} if "02-28" in days and has_no_29th else set()


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _years_before(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29) and not _is_leap(day.year - years):
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)
