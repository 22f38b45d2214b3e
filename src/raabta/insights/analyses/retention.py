"""Who comes back: people by when they first did something, and what they did in each period since."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field, model_validator

from raabta.audiences.controls import Input
from raabta.audiences.property_filter import number_of
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for
from raabta.audiences.wording import day, number, tidy
from raabta.insights.analysis import SPAN_FIELDS, Analysis, Cell, Part
from raabta.insights.event_step import EventStep
from raabta.insights.local_time import Periods, micros_of
from raabta.insights.local_time import number_of as period_of
from raabta.warehouse.functions import micros
from raabta.warehouse.queries import fetch

MOST_COHORTS = 400
UNITS = {
    "day": pgettext_lazy("period", "day"),
    "week": pgettext_lazy("period", "week"),
    "month": pgettext_lazy("period", "month"),
}
COUNTS = {
    "on": gettext_lazy("in that period"),
    "after": gettext_lazy("in that period or a later one"),
}
MEASURES = {
    "people": gettext_lazy("People who came back"),
    "sum": gettext_lazy("Sum of a property of the second event"),
    "orders": gettext_lazy("Revenue of orders"),
}
BY_PEOPLE = shown_for("measure", "people")
BY_EVENT = shown_for("measure", "people", "sum")


class RetentionPart(Part):
    """People who began in the period of a day; with `period`, those who came back so much later."""

    cohort: date
    period: Annotated[int, Field(ge=0, le=60)] | None = None


@dataclass(frozen=True)
class Cohort:
    """People who began in the period from `begins_on`; a value is None where time has not come.

    `values` are people who came back, or sums: money in minor units where orders are asked for.
    """

    begins_on: date
    size: int
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class RetentionAnswer:
    """The newest period of each cohort is still under way, so that its number can grow."""

    cohorts: tuple[Cohort, ...]
    periods: int

    @property
    def size(self) -> int:
        return sum(one.size for one in self.cohorts)

    @property
    def is_empty(self) -> bool:
        return not self.size

    def average(self, period: int) -> float | None:
        """A person's share (or sum), over all cohorts that have come so far, by their size."""
        known = [
            (value, one.size) for one in self.cohorts if (value := one.values[period]) is not None
        ]
        size = sum(each for _value, each in known)
        return sum(value for value, _size in known) / size if size else None


class Retention(Analysis):
    """Somebody begins with the first such event of their life, and comes back strictly later."""

    key: ClassVar = "retention"
    label: ClassVar = gettext_lazy("Retention")
    about: ClassVar = gettext_lazy("Who comes back after the first time, and how much they bring.")
    icon: ClassVar = "repeat"
    position: ClassVar = 20
    part: ClassVar = RetentionPart
    order: ClassVar = (
        "first", "measure", "back", "counted", "of", "unit", "periods", *SPAN_FIELDS,
    )  # fmt: skip

    first: Annotated[EventStep, Input("events", gettext_lazy("Began with"))]
    measure: Annotated[
        Literal["people", "sum", "orders"],
        Input("select", gettext_lazy("What is counted"), names=MEASURES),
    ] = "people"
    back: Annotated[
        EventStep | None, Input("events", gettext_lazy("Came back for"), when=BY_EVENT)
    ] = None
    counted: Annotated[
        Literal["on", "after"],
        Input("select", gettext_lazy("Came back"), names=COUNTS, when=BY_PEOPLE),
    ] = "on"
    of: Annotated[
        str,
        Field(max_length=80, pattern=r'^[^"\\]*$'),
        Input("text", gettext_lazy("Property"), when=shown_for("measure", "sum")),
    ] = "value"
    unit: Annotated[
        Literal["day", "week", "month"],
        Input("select", gettext_lazy("Periods of a"), names=UNITS),
    ] = "week"
    periods: Annotated[
        int, Field(ge=1, le=60), Input("number", gettext_lazy("How many periods"))
    ] = 12

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.measure != "orders" and self.back is None:
            raise ValueError(_("Choose the event that people come back for."))
        if self.measure == "sum" and not self.of:
            raise ValueError(_("Enter the property to add up."))
        return self

    def answer(self, asked: Question, *, asker: str = "") -> RetentionAnswer:
        grid = self._grid(asked)
        began = self._began(asked, grid)
        counted = began.group_by("cohort").aggregate(n=began.count())
        sizes = {int(cohort): int(n) for cohort, n in fetch(counted, asker=asker)}
        values: dict[tuple[int, int], float] = defaultdict(float)
        for cohort, period, value in fetch(self._values(asked, began, grid), asker=asker):
            values[int(cohort), int(period)] += float(value or 0)
        today = period_of(asked.today, self.unit) - period_of(grid.first, self.unit)
        cohorts = [
            Cohort(grid.day(n), sizes.get(n, 0), self._line(values, n, today - n))
            for n in range(len(grid))
        ]
        return RetentionAnswer(tuple(cohorts), self.periods)

    def people(self, asked: Question, part: RetentionPart) -> Any:
        grid = Periods(self.unit, asked.zone, part.cohort, part.cohort)
        began = self._began(asked, grid)
        began = began.filter(began.cohort == 0)
        if part.period is None:
            return began.select("customer_id")
        came = self._came(asked, began, grid)
        is_late = came.period >= part.period
        fits = is_late if self._counts_later else came.period == part.period
        return came.filter(fits).select("customer_id").distinct()

    def sentence(self, asked: Question) -> str:
        words = {**self._words(), "unit": str(UNITS[self.unit])}
        patterns = {
            "people": _("Of those who did %(first)s for the first time, how many did %(back)s in"
                        " each %(unit)s since"),
            "sum": _("What those who did %(first)s for the first time brought with %(back)s in each"
                     " %(unit)s since, by the sum of %(property)s"),
            "orders": _("What those who did %(first)s for the first time spent in each %(unit)s"
                        " since"),
        }  # fmt: skip
        return tidy(patterns[self.measure] % words)

    def part_words(self, part: RetentionPart, asked: Question) -> str:
        grid = Periods(self.unit, asked.zone, part.cohort, part.cohort)
        words = {
            **self._words(),
            "from": day(grid.first),
            "to": day(grid.day(1) - timedelta(days=1)),
            "n": number(part.period or 0),
            "unit": str(UNITS[self.unit]),
        }
        told = _("they did %(first)s for the first time from %(from)s to %(to)s") % words
        if part.period is None:
            return tidy(told)
        pattern = {
            "orders": _("%(told)s and ordered in %(unit)s %(n)s after it"),
            "later": _("%(told)s and did %(back)s in %(unit)s %(n)s after it or later"),
            "on": _("%(told)s and did %(back)s in %(unit)s %(n)s after it"),
        }
        key = "orders" if self.measure == "orders" else "later" if self._counts_later else "on"
        return tidy(pattern[key] % {**words, "told": told})

    def rows(self, answer: RetentionAnswer) -> Iterator[Sequence[Cell]]:
        yield [_("First day"), _("People"), *map(str, range(answer.periods + 1))]
        for one in answer.cohorts:
            yield [one.begins_on.isoformat(), one.size, *one.values]

    @property
    def _counts_later(self) -> bool:
        return self.measure == "people" and self.counted == "after"

    def _words(self) -> dict[str, str]:
        back = self.back.words() if self.back else ""
        return {"first": self.first.words(), "back": back, "property": self.of}

    def _grid(self, asked: Question) -> Periods:
        """The periods that people begin in: whole ones, the newest of them at most so many."""
        first, last = self.bounds(asked)
        grid = Periods(self.unit, asked.zone, first, last)
        too_many = len(grid) - MOST_COHORTS
        return Periods(self.unit, asked.zone, grid.day(too_many), last) if too_many > 0 else grid

    def _began(self, asked: Question, grid: Periods) -> Any:
        """`customer_id`, `began_at` and `cohort`: each person's first event, if it lies within."""
        rows = self.among(asked, self.first.rows(asked))
        people = rows.group_by("customer_id").aggregate(first_at=rows.occurred_at.min())
        people = people.select("customer_id", began_at=micros(people.first_at))
        last = grid.begin(len(grid))
        people = people.filter(
            (people.began_at >= micros_of(grid.begins)) & (people.began_at < micros_of(last))
        )
        return people.mutate(cohort=grid.number(people.began_at))

    def _came(self, asked: Question, began: Any, grid: Periods) -> Any:
        """What they did since, with the `period` it lies in, counted from when they began."""
        if self.measure == "orders":
            orders = asked.tables.order
            orders = orders.filter(
                (orders.state == "placed") & (orders.currency == asked.workspace.currency)
            )
            rows = orders.select(
                "customer_id", at=micros(orders.placed_at), value=orders.net_minor.cast("float64")
            )
        else:
            events = (self.back or self.first).rows(asked)
            value = number_of(events, self.of) if self.measure == "sum" else 1.0
            rows = events.select("customer_id", at=micros(events.occurred_at), value=value)
        rows = rows.filter(
            (rows["at"] >= micros_of(grid.begins)) & (rows["at"] <= micros_of(asked.now))
        )
        both = rows.inner_join(began, "customer_id")
        both = both.filter(both["at"] > both.began_at)
        return both.mutate(period=grid.number(both["at"]) - both.cohort)

    def _values(self, asked: Question, began: Any, grid: Periods) -> Any:
        came = self._came(asked, began, grid)
        if self._counts_later:
            last = came.group_by("customer_id", "cohort").aggregate(period=came.period.max())
            return last.group_by("cohort", "period").aggregate(value=last.count())
        came = came.filter(came.period <= self.periods)
        if self.measure != "people":
            return came.group_by("cohort", "period").aggregate(value=came.value.sum())
        each = came.select("customer_id", "cohort", "period").distinct()
        return each.group_by("cohort", "period").aggregate(value=each.count())

    def _line(
        self, values: dict[tuple[int, int], float], cohort: int, known: int
    ) -> tuple[float | None, ...]:
        """The values of one cohort; `known` is how many periods have begun since."""
        own = [values.get((cohort, n), 0) for n in range(max(known, self.periods) + 1)]
        if self._counts_later:
            for n in range(len(own) - 2, -1, -1):
                own[n] += own[n + 1]
        return tuple(own[n] if n <= known else None for n in range(self.periods + 1))
