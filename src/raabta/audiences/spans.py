"""Stretches of days, in the workspace's time zone, that facts are looked for in.

"The last 30 days" begin with the day 30 days ago and end with today; "more than 30 days ago" is
everything before that, so that the two share nobody and leave nobody out.
"""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from pydantic import Field, field_validator, model_validator

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.question import Question
from raabta.audiences.wording import day, number

MOST_DAYS = 36_500
SPANS = {
    "ever": pgettext_lazy("span", "at any time"),
    "last": pgettext_lazy("span", "in the last … days"),
    "ago": pgettext_lazy("span", "more than … days ago"),
    "between": pgettext_lazy("span", "between two days"),
    "after": pgettext_lazy("span", "on or after a day"),
    "before": pgettext_lazy("span", "before a day"),
}
Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]


def shown_for(field: str, *values: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return ((field, frozenset(values)),)


def within(column: Any, asked: Question, first: date | None, last: date | None) -> Any:
    """Whether a moment lies on one of the days from `first` to `last`, both included."""
    import ibis

    found = ibis.literal(value=True)
    if first is not None:
        found &= column >= asked.start_of(first)
    if last is not None:
        found &= column < asked.start_of(last + timedelta(days=1))
    return found


class Spanned(Condition):
    """A condition that looks at facts within a stretch of days."""

    span: Annotated[
        Literal["ever", "last", "ago", "between", "after", "before"],
        Input("select", gettext_lazy("When"), names=SPANS),
    ] = "ever"
    days: Annotated[
        Days,
        Input("number", gettext_lazy("Days"), when=shown_for("span", "last", "ago")),
    ] = 30
    start: Annotated[
        date | None,
        Input("date", gettext_lazy("First day"), when=shown_for("span", "between", "after")),
    ] = None
    end: Annotated[
        date | None,
        Input("date", gettext_lazy("Last day"), when=shown_for("span", "between", "before")),
    ] = None

    @field_validator("start", "end", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return value or None

    @model_validator(mode="after")
    def _days_are_given(self) -> Self:
        if self.span in {"between", "after"} and self.start is None:
            raise ValueError(_("Enter the first day."))
        if self.span in {"between", "before"} and self.end is None:
            raise ValueError(_("Enter the last day."))
        if self.span == "between" and self.start and self.end and self.start > self.end:
            raise ValueError(_("The first day is after the last day."))
        return self

    def bounds(self, asked: Question) -> tuple[date | None, date | None]:
        """The first and the last day, None where the span is open."""
        if self.span == "last":
            return asked.days_ago(self.days), asked.today
        if self.span == "ago":
            return None, asked.days_ago(self.days + 1)
        if self.span == "before" and self.end:
            return None, self.end - timedelta(days=1)
        return (self.start if self.span in {"between", "after"} else None), (
            self.end if self.span == "between" else None
        )

    def flips_at(self, asked: Question) -> datetime | None:
        return asked.midnight if self.span in {"last", "ago"} else None

    def in_span(self, column: Any, asked: Question) -> Any:
        return within(column, asked, *self.bounds(asked))

    def when(self) -> str:
        """The span as an adverbial phrase; empty for "at any time"."""
        if self.span == "last":
            text = ngettext("in the last %(days)s day", "in the last %(days)s days", self.days)
            return text % {"days": number(self.days)}
        if self.span == "ago":
            text = ngettext("more than %(days)s day ago", "more than %(days)s days ago", self.days)
            return text % {"days": number(self.days)}
        if self.span == "between" and self.start and self.end:
            return _("from %(first)s to %(last)s") % {
                "first": day(self.start),
                "last": day(self.end),
            }
        if self.span == "after" and self.start:
            return _("on or after %(day)s") % {"day": day(self.start)}
        return (
            _("before %(day)s") % {"day": day(self.end)}
            if self.end and self.span == "before"
            else ""
        )
