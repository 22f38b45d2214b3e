"""How many people do several things one after the other, and where the others stop."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field, model_validator

from raabta.audiences.conditions.event_sequence import SECONDS, UNITS
from raabta.audiences.controls import Input
from raabta.audiences.question import Question
from raabta.audiences.wording import listed, number, quoted, tidy
from raabta.insights.analysis import SPAN_FIELDS, Cell, Part
from raabta.insights.breakdown import BrokenDown, top_values
from raabta.insights.event_step import EventStep
from raabta.insights.funnel_runs import Run, entries, runs
from raabta.insights.ranks import at_percent, ranked
from raabta.warehouse.queries import fetch

ORDERS = {
    "this": gettext_lazy("in this order"),
    "any": gettext_lazy("in any order"),
}
# bounds of the histogram in seconds, as people speak of them
BOUNDS = (
    60, 300, 900, 3_600, 10_800, 43_200, 86_400, 259_200, 604_800, 1_209_600, 2_592_000, 7_776_000,
)  # fmt: skip


class Exclusion(EventStep):
    """What must not happen between the step `after` and the next; 0 is between any two."""

    after: Annotated[int, Field(ge=0, le=7)] = 0


class FunnelPart(Part):
    """People who reached a step (from 1), or reached it and went no further."""

    step: Annotated[int, Field(ge=1, le=8)]
    outcome: Literal["reached", "stopped"] = "reached"
    value: Annotated[str, Field(max_length=1_000)] | None = None  # of the breakdown


@dataclass(frozen=True)
class Branch:
    """People by step reached, for one value of the breakdown; the value None is the rest."""

    value: str | None
    reached: tuple[int, ...]


@dataclass(frozen=True)
class FunnelAnswer:
    """Times in seconds, of those who did every step; `times` are people by upper bound."""

    reached: tuple[int, ...]
    median: int | None = None
    slowest_tenth: int | None = None
    times: tuple[tuple[int | None, int], ...] = ()
    branches: tuple[Branch, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.reached[0]

    def share(self, step: int) -> float | None:
        """Of those who began, counted from 1."""
        return self.reached[step - 1] / self.reached[0] if self.reached[0] else None

    def share_of_before(self, step: int) -> float | None:
        before = self.reached[step - 2] if step > 1 else self.reached[0]
        return self.reached[step - 1] / before if before else None


class Funnel(BrokenDown):
    """Each person once, with the steps of their best run: the furthest, then the quickest.

    A run begins with the first step within the span, and ends within the window; steps at the
    same moment do not follow one another. In any order, all steps lie within the span.
    """

    key: ClassVar = "funnel"
    label: ClassVar = gettext_lazy("Funnel")
    about: ClassVar = gettext_lazy("How many go all the way, and where the others stop.")
    icon: ClassVar = "funnel"
    position: ClassVar = 10
    part: ClassVar = FunnelPart
    order: ClassVar = (
        "steps", "steps_order", "window", "unit", "without", *BrokenDown.split_fields, *SPAN_FIELDS,
    )  # fmt: skip

    steps: Annotated[
        list[EventStep],
        Field(min_length=2, max_length=8),
        Input("events", gettext_lazy("Steps")),
    ]
    steps_order: Annotated[
        Literal["this", "any"], Input("select", gettext_lazy("Order"), names=ORDERS)
    ] = "this"
    window: Annotated[
        int, Field(ge=1, le=100_000), Input("number", gettext_lazy("within, from the first"))
    ] = 7
    unit: Annotated[
        Literal["minutes", "hours", "days"], Input("select", gettext_lazy("Unit"), names=UNITS)
    ] = "days"
    without: Annotated[
        list[Exclusion],
        Field(max_length=4),
        Input("events", gettext_lazy("Without in between (if you like)")),
    ] = []

    @model_validator(mode="after")
    def _gaps_exist(self) -> Self:
        if any(one.after >= len(self.steps) for one in self.without):
            raise ValueError(_("What is left out lies between two of the steps."))
        if self.window * SECONDS[self.unit] > SECONDS["days"] * 730:
            raise ValueError(_("The window is two years at most."))
        return self

    def answer(self, asked: Question, *, asker: str = "") -> FunnelAnswer:
        size, people = len(self.steps), self._runs(asked)
        timed = ranked(people, f"took_{size}")
        took = timed[f"took_{size}"]
        counts = {f"reached_{n}": timed[f"took_{n}"].count() for n in range(1, size + 1)}
        spans = list(pairwise((-1, *self._bounds())))
        within = [((took > low) & (took <= high)).cast("int64").sum() for low, high in spans]
        (row,) = fetch(
            timed.aggregate(
                **counts,
                median=at_percent(timed, f"took_{size}", 50),
                tenth=at_percent(timed, f"took_{size}", 90),
                **{f"t{n}": one for n, one in enumerate(within)},
            ),
            asker=asker,
        )
        times = tuple(
            (high // 1_000_000, int(n or 0))
            for (_low, high), n in zip(spans, row[size + 2 :], strict=True)
        )
        return FunnelAnswer(
            reached=tuple(int(n or 0) for n in row[:size]),
            median=None if row[size] is None else int(row[size]) // 1_000_000,
            slowest_tenth=None if row[size + 1] is None else int(row[size + 1]) // 1_000_000,
            times=times,
            branches=self._branches(asked, asker) if self.split else (),
        )

    def people(self, asked: Question, part: FunnelPart) -> Any:
        import ibis

        if part.step > len(self.steps):
            return asked.customer.filter(ibis.literal(value=False)).select("customer_id")
        people = self._runs(asked)
        if part.value is not None and self.split:
            people = self._valued(asked, people)
            people = people.filter(people.value == part.value)
        found = people.filter(people[f"took_{part.step}"].notnull())
        if part.outcome == "stopped" and part.step < len(self.steps):
            found = found.filter(found[f"took_{part.step + 1}"].isnull())
        return found.select("customer_id")

    def sentence(self, asked: Question) -> str:
        steps = [one.words() for one in self.steps]
        pattern = (
            _("Of those who did %(first)s, how many did %(others)s %(order)s %(within)s")
            if self.steps_order == "this"
            else _("How many did %(first)s and %(others)s %(order)s %(within)s")
        )
        words = {
            "first": steps[0],
            "others": listed(steps[1:], "standard"),
            "order": str(ORDERS[self.steps_order]),
            "within": self._within(),
        }
        return tidy(pattern % words)

    def part_words(self, part: FunnelPart, asked: Question) -> str:
        done = [one.words() for one in self.steps[: part.step]]
        words = {
            "steps": listed(done, "standard"),
            "order": str(ORDERS[self.steps_order]) if len(done) > 1 else "",
            "within": self._within() if len(done) > 1 else "",
        }
        told = _("they did %(steps)s %(order)s %(within)s") % words
        if part.outcome == "stopped" and part.step < len(self.steps):
            next_one = {"told": told, "next": self.steps[part.step].words()}
            told = _("%(told)s, and then not %(next)s") % next_one
        if part.value is not None:
            told = _("%(told)s (%(value)s)") % {"told": told, "value": quoted(part.value)}
        return tidy(told)

    def rows(self, answer: FunnelAnswer) -> Iterator[Sequence[Cell]]:
        yield [_("Value"), _("Step"), _("Event"), _("People"), _("Share of the first step"),
               _("Share of the step before")]  # fmt: skip
        every = (Branch(_("Everybody"), answer.reached), *answer.branches)
        for branch in every:
            own = FunnelAnswer(branch.reached)
            for at, step in enumerate(self.steps, 1):
                yield [
                    _("Others") if branch.value is None else branch.value,
                    at,
                    step.label,
                    branch.reached[at - 1],
                    own.share(at),
                    own.share_of_before(at),
                ]

    def _runs(self, asked: Question) -> Any:
        return self.among(asked, runs(self._run(), asked))

    def _run(self) -> Run:
        return Run(
            steps=self.steps,
            without=[(one, one.after) for one in self.without],
            window=self.window * SECONDS[self.unit] * 1_000_000,
            is_ordered=self.steps_order == "this",
            bounds=self.bounds,
        )

    def _bounds(self) -> list[int]:
        """Upper bounds of the histogram in microseconds; the last is the window."""
        window = self.window * SECONDS[self.unit]
        return [one * 1_000_000 for one in BOUNDS if one < window] + [window * 1_000_000]

    def _valued(self, asked: Question, people: Any) -> Any:
        """The people with the value that they are broken down by.

        That of an event is the one of their first event of the first step within the span.
        """
        if self.split == "attribute":
            return self.with_field(asked, people)
        first = self.with_value(asked, entries(self._run(), asked))
        began = first.group_by("customer_id").aggregate(began_at=first.occurred_at.min())
        both = first.inner_join(began, "customer_id")
        both = both.filter(both.occurred_at == both.began_at)
        values = both.group_by("customer_id").aggregate(value=both.value.min())
        return people.inner_join(values, "customer_id")

    def _branches(self, asked: Question, asker: str) -> tuple[Branch, ...]:
        people = self._valued(asked, self._runs(asked))
        began = people.filter(people.took_1.notnull())
        top = [value for (value,) in fetch(top_values(began, self.top), asker=asker)]
        is_top = people.value.isin(top)
        named = people.mutate(is_rest=~is_top, value=is_top.ifelse(people.value, ""))
        counts = {f"n{n}": named[f"took_{n}"].count() for n in range(1, len(self.steps) + 1)}
        found = fetch(named.group_by("is_rest", "value").aggregate(**counts), asker=asker)
        branches = [
            Branch(None if is_rest else str(value), tuple(map(int, reached)))
            for is_rest, value, *reached in found
        ]
        places = {value: at for at, value in enumerate([*top, None])}
        branches = [one for one in branches if one.reached[0]]
        return tuple(sorted(branches, key=lambda one: places[one.value]))

    def _within(self) -> str:
        patterns = {
            "minutes": lambda n: ngettext("within %(n)s minute", "within %(n)s minutes", n),
            "hours": lambda n: ngettext("within %(n)s hour", "within %(n)s hours", n),
            "days": lambda n: ngettext("within %(n)s day", "within %(n)s days", n),
        }
        return str(patterns[self.unit](self.window)) % {"n": number(self.window)}
