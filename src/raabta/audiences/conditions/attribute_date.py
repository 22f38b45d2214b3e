from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field, field_validator, model_validator

from raabta.audiences.condition import Choice, Condition
from raabta.audiences.controls import Input
from raabta.audiences.days import Day
from raabta.audiences.groups import PERSON
from raabta.audiences.profile import (
    MOMENTS,
    choices_for,
    field_problem,
    label_of,
    seen_text,
)
from raabta.audiences.question import Question
from raabta.audiences.spans import Days, shown_for
from raabta.audiences.wording import day, inside, number

OPERATORS = {
    "last": gettext_lazy("is in the last … days"),
    "next": gettext_lazy("is in the next … days"),
    "ago": gettext_lazy("is more than … days ago"),
    "ahead": gettext_lazy("is more than … days ahead"),
    "on": gettext_lazy("is on"),
    "before": gettext_lazy("is before"),
    "after": gettext_lazy("is on or after"),
    "between": gettext_lazy("is between"),
    "anniversary": gettext_lazy("has an anniversary in the next … days"),
    "anniversary_month": gettext_lazy("has an anniversary this month"),
    "empty": gettext_lazy("is empty"),
    "not_empty": gettext_lazy("is not empty"),
}
WITH_DAYS = ("last", "next", "ago", "ahead", "anniversary")
WITH_START = ("on", "before", "after", "between")
YEAR = 365


class DateAttribute(Condition):
    """Days are those of the workspace's time zone. What is absent fits "is empty" only."""

    key: ClassVar = "attribute_date"
    label: ClassVar = gettext_lazy("Date field")
    group: ClassVar = PERSON
    icon: ClassVar = "calendar"

    field: Annotated[str, Field(max_length=200), Input("hidden")]
    operator: Annotated[
        Literal[
            "last",
            "next",
            "ago",
            "ahead",
            "on",
            "before",
            "after",
            "between",
            "anniversary",
            "anniversary_month",
            "empty",
            "not_empty",
        ],
        Input("select", gettext_lazy("Comparison"), names=OPERATORS),
    ] = "last"
    days: Annotated[
        Days, Input("number", gettext_lazy("Days"), when=shown_for("operator", *WITH_DAYS))
    ] = 30
    start: Annotated[
        date | None,
        Input("date", gettext_lazy("Day"), when=shown_for("operator", *WITH_START)),
    ] = None
    end: Annotated[
        date | None,
        Input("date", gettext_lazy("Last day"), when=shown_for("operator", "between")),
    ] = None

    @field_validator("start", "end", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return value or None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if field_problem(self.field, MOMENTS):
            raise ValueError(_("Choose a field."))
        if self.operator in WITH_START and self.start is None:
            raise ValueError(_("Enter a day."))
        if self.operator == "between" and (self.end is None or self.end < (self.start or self.end)):
            raise ValueError(_("Enter a last day that is not before the first."))
        if self.operator == "anniversary" and self.days > YEAR:
            raise ValueError(_("An anniversary comes once a year: enter at most 365 days."))
        return self

    def where(self, asked: Question) -> Any:
        found = Day(self.field, asked)
        if self.operator in {"empty", "not_empty"}:
            return found.is_empty() if self.operator == "empty" else ~found.is_empty()
        if self.operator == "anniversary":
            return found.recurs(asked.today, asked.days_ago(-self.days))
        if self.operator == "anniversary_month":
            first = asked.today.replace(day=1)
            last = first.replace(day=monthrange(first.year, first.month)[1])
            return found.recurs(first, last)
        return found.between(*self.bounds(asked))

    def flips_at(self, asked: Question) -> datetime | None:
        fixed = {*WITH_START, "empty", "not_empty"}
        return None if self.operator in fixed else asked.midnight

    def bounds(self, asked: Question) -> tuple[date | None, date | None]:
        """The first and last day, None where it is open."""
        one = timedelta(days=1)
        start = self.start or asked.today
        return {
            "last": (asked.days_ago(self.days), asked.today),
            "next": (asked.today, asked.days_ago(-self.days)),
            "ago": (None, asked.days_ago(self.days + 1)),
            "ahead": (asked.days_ago(-self.days - 1), None),
            "on": (start, start),
            "before": (None, start - one),
            "after": (start, None),
            "between": (start, self.end),
        }[self.operator]

    def sentence(self, asked: Question) -> str:
        words = {
            "field": inside(label_of(self.field, asked)),
            "days": number(self.days),
            "first": day(self.start) if self.start else "",
            "last": day(self.end) if self.end else "",
        }
        return self._pattern() % words

    def _pattern(self) -> str:
        n = self.days
        return {
            "last": ngettext(
                "their %(field)s is in the last %(days)s day",
                "their %(field)s is in the last %(days)s days", n,
            ),
            "next": ngettext(
                "their %(field)s is in the next %(days)s day",
                "their %(field)s is in the next %(days)s days", n,
            ),
            "ago": ngettext(
                "their %(field)s is more than %(days)s day ago",
                "their %(field)s is more than %(days)s days ago", n,
            ),
            "ahead": ngettext(
                "their %(field)s is more than %(days)s day ahead",
                "their %(field)s is more than %(days)s days ahead", n,
            ),
            "on": _("their %(field)s is on %(first)s"),
            "before": _("their %(field)s is before %(first)s"),
            "after": _("their %(field)s is on or after %(first)s"),
            "between": _("their %(field)s is between %(first)s and %(last)s"),
            "anniversary": ngettext(
                "their %(field)s has an anniversary in the next %(days)s day",
                "their %(field)s has an anniversary in the next %(days)s days", n,
            ),
            "anniversary_month": _("their %(field)s has an anniversary this month"),
            "empty": _("their %(field)s is empty"),
            "not_empty": _("their %(field)s is not empty"),
        }[self.operator]  # fmt: skip

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        if self.field in MOMENTS:
            person = asked.customer.filter(asked.customer.customer_id == customer_id)
            return {label_of(self.field, asked): person.select(self.field)}
        return seen_text(self.field, asked, customer_id)

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        return choices_for(asked, {"date", "moment"}, MOMENTS)
