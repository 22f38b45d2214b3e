"""How often something happens, by hour, day, week or month, and how it was before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import AwareDatetime, Field, model_validator

from raabta.audiences.controls import Input
from raabta.audiences.property_filter import number_of, text_of
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for
from raabta.audiences.wording import quoted, tidy
from raabta.insights.analysis import SPAN_FIELDS, Cell, Part
from raabta.insights.breakdown import BrokenDown, top_values
from raabta.insights.event_step import EventStep
from raabta.insights.local_time import Periods, micros_of
from raabta.insights.ranks import at_percent, ranked
from raabta.warehouse.functions import micros
from raabta.warehouse.queries import fetch

MOST_PERIODS = 800
UNITS = {
    "hour": pgettext_lazy("period", "hour"),
    "day": pgettext_lazy("period", "day"),
    "week": pgettext_lazy("period", "week"),
    "month": pgettext_lazy("period", "month"),
}
MEASURES = {
    "times": gettext_lazy("How often"),
    "people": gettext_lazy("How many people"),
    "per_person": gettext_lazy("How often per person"),
    "sum": gettext_lazy("Sum of a property"),
    "average": gettext_lazy("Average of a property"),
    "median": gettext_lazy("Median of a property"),
    "p90": gettext_lazy("90th percentile of a property"),
    "smallest": gettext_lazy("Smallest value of a property"),
    "largest": gettext_lazy("Largest value of a property"),
}
OF_PROPERTY = ("sum", "average", "median", "p90", "smallest", "largest")
AMOUNTS: dict[str, Callable[[Any], Any]] = {
    "times": lambda rows: rows.count(),
    "people": lambda rows: rows.customer_id.nunique(),
    "per_person": lambda rows: rows.count() / rows.customer_id.nunique(),
    "sum": lambda rows: rows.number.sum(),
    "average": lambda rows: rows.number.mean(),
    "smallest": lambda rows: rows.number.min(),
    "largest": lambda rows: rows.number.max(),
}
PERCENTS = {"median": 50, "p90": 90}
WHOLE = ("times", "people", "sum")  # nothing happened is 0, not unknown


class TrendPart(Part):
    """People who did it in the period that begins at a moment."""

    at: AwareDatetime
    value: Annotated[str, Field(max_length=1_000)] | None = None


@dataclass(frozen=True)
class Line:
    """One value of the breakdown (None is the rest, "" without one), a number for each period."""

    value: str | None
    now: tuple[float | None, ...]
    before: tuple[float | None, ...]


@dataclass(frozen=True)
class TrendAnswer:
    """Periods by when they begin, in UTC; `before` are as many periods earlier."""

    periods: tuple[datetime, ...]
    lines: tuple[Line, ...]
    total: float | None
    total_before: float | None

    @property
    def is_empty(self) -> bool:
        return not any(any(line.now) or any(line.before) for line in self.lines)

    @property
    def change(self) -> float | None:
        if self.total is None or not self.total_before:
            return None
        return self.total / self.total_before - 1


class Trend(BrokenDown):
    """Whole periods in the workspace's time zone: the first day moves back to where one begins."""

    key: ClassVar = "trend"
    label: ClassVar = gettext_lazy("Trend")
    about: ClassVar = gettext_lazy("How often something happens, and whether it grows.")
    icon: ClassVar = "trending-up"
    position: ClassVar = 30
    part: ClassVar = TrendPart
    order: ClassVar = (
        "event", "measure", "of", "unit", *BrokenDown.split_fields, *SPAN_FIELDS,
    )  # fmt: skip

    event: Annotated[EventStep, Input("events", gettext_lazy("Event"))]
    measure: Annotated[
        Literal[
            "times", "people", "per_person", "sum", "average", "median", "p90", "smallest",
            "largest",
        ],
        Input("select", gettext_lazy("What is counted"), names=MEASURES),
    ] = "times"  # fmt: skip
    of: Annotated[
        str,
        Field(max_length=80, pattern=r'^[^"\\]*$'),
        Input("text", gettext_lazy("Property"), when=shown_for("measure", *OF_PROPERTY)),
    ] = "value"
    unit: Annotated[
        Literal["hour", "day", "week", "month"],
        Input("select", gettext_lazy("By"), names=UNITS),
    ] = "day"

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.measure in OF_PROPERTY and not self.of:
            raise ValueError(_("Enter the property to calculate with."))
        if self.unit == "hour" and self.span == "last" and self.days > MOST_PERIODS // 24:
            raise ValueError(_("By hour, choose at most 33 days."))
        return self

    def answer(self, asked: Question, *, asker: str = "") -> TrendAnswer:
        grid = self._grid(asked)
        rows = self._rows(asked, grid)
        top = self._top(rows, asker)
        if self.split:
            is_top = rows.value.isin(top)
            rows = rows.mutate(is_rest=~is_top, value=is_top.ifelse(rows.value, ""))
        by = ["period", *(["is_rest", "value"] if self.split else [])]
        points: dict[tuple[str | None, int], float | None] = {}
        for period, *split, amount in fetch(self._measured(rows, by), asker=asker):
            value = None if split and split[0] else str(split[1]) if split else ""
            points[value, int(period)] = None if amount is None else float(amount)
        totals = self._measured(rows.mutate(is_now=rows.period >= 0), ["is_now"])
        of_all = {bool(is_now): amount for is_now, amount in fetch(totals, asker=asker)}
        return TrendAnswer(
            periods=tuple(grid.begin(n) for n in range(len(grid))),
            lines=self._lines(points, [*top, None] if self.split else [""], len(grid)),
            total=self._known(of_all.get(True)),
            total_before=self._known(of_all.get(False)),
        )

    def people(self, asked: Question, part: TrendPart) -> Any:
        on = part.at.astimezone(asked.zone).date()
        grid = Periods(self.unit, asked.zone, on, on)
        rows = self.among(asked, self.event.rows(asked))
        if part.value is not None and self.split:
            rows = self.with_value(asked, rows)
            rows = rows.filter(rows.value == part.value)
        at = micros(rows.occurred_at)
        number = 0
        if self.unit == "hour":
            number = (micros_of(part.at) - micros_of(grid.begins)) // 3_600_000_000
        fits = (at >= micros_of(grid.begin(number))) & (at < micros_of(grid.begin(number + 1)))
        return rows.filter(fits).select("customer_id").distinct()

    def sentence(self, asked: Question) -> str:
        words = {
            "measure": str(MEASURES[self.measure]),
            "event": self.event.words(),
            "property": quoted(self.of),
            "unit": str(UNITS[self.unit]),
        }
        if self.measure in OF_PROPERTY:
            return tidy(_("%(measure)s (%(property)s) of %(event)s, by %(unit)s") % words)
        return tidy(_("%(measure)s: %(event)s, by %(unit)s") % words)

    def part_words(self, part: TrendPart, asked: Question) -> str:
        words = {
            "event": self.event.words(),
            "unit": str(UNITS[self.unit]),
            "at": part.at.astimezone(asked.zone).strftime("%Y-%m-%d %H:%M"),
        }
        told = _("they did %(event)s in the %(unit)s from %(at)s") % words
        if part.value is not None:
            told = _("%(told)s (%(value)s)") % {"told": told, "value": quoted(part.value)}
        return tidy(told)

    def rows(self, answer: TrendAnswer) -> Iterator[Sequence[Cell]]:
        yield [_("Value"), _("Begins"), _("Number"), _("Before")]
        for line in answer.lines:
            value = _("Others") if line.value is None else line.value
            for at, now, before in zip(answer.periods, line.now, line.before, strict=True):
                yield [value, at.isoformat(), now, before]

    def _grid(self, asked: Question) -> Periods:
        first, last = self.bounds(asked)
        return Periods(self.unit, asked.zone, first, last)

    def _rows(self, asked: Question, grid: Periods) -> Any:
        """`customer_id`, `period` (negative before), `number` and `value` of the breakdown."""
        rows = self.event.rows(asked)
        before = grid.begin(-len(grid))
        at = micros(rows.occurred_at)
        fits = (at >= micros_of(before)) & (at < micros_of(grid.begin(len(grid))))
        rows = self.among(asked, rows.filter(fits))
        columns = {"period": grid.number(micros(rows.occurred_at))}
        if self.measure in OF_PROPERTY:
            columns["number"] = number_of(rows, self.of)
        if self.split == "property":
            columns["value"] = text_of(rows, self.split_property)
        rows = rows.select("customer_id", **columns)
        return self.with_field(asked, rows) if self.split == "attribute" else rows

    def _top(self, rows: Any, asker: str) -> list[str]:
        if not self.split:
            return []
        lately = rows.filter(rows.period >= 0)
        return [str(value) for (value,) in fetch(top_values(lately, self.top), asker=asker)]

    def _measured(self, rows: Any, by: list[str]) -> Any:
        if self.measure in PERCENTS:
            rows = ranked(rows, "number", by)
            amount = at_percent(rows, "number", PERCENTS[self.measure])
        else:
            amount = AMOUNTS[self.measure](rows)
        return rows.group_by(by).aggregate(amount=amount)

    def _lines(
        self, points: dict[tuple[str | None, int], float | None], values: list[Any], size: int
    ) -> tuple[Line, ...]:
        def line(value: str | None, first: int) -> tuple[float | None, ...]:
            return tuple(self._known(points.get((value, first + n))) for n in range(size))

        there = {value for value, _period in points}
        return tuple(
            Line(value, line(value, 0), line(value, -size))
            for value in values
            if value in there or value == ""
        )

    def _known(self, amount: float | None) -> float | None:
        if amount is None:
            return 0.0 if self.measure in WHOLE else None
        return float(amount)
