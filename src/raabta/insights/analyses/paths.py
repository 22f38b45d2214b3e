"""What people do after an event, or did before it: the most frequent ways, step by step."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.conditions.event_sequence import SECONDS, UNITS
from raabta.audiences.controls import Input
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for
from raabta.audiences.wording import number, quoted, tidy
from raabta.insights.analysis import SPAN_FIELDS, Analysis, Cell, Part
from raabta.insights.event_step import EventStep
from raabta.warehouse.functions import micros
from raabta.warehouse.queries import fetch

DIRECTIONS = {
    "after": gettext_lazy("what follows"),
    "before": gettext_lazy("what came before"),
}
LIMITS = {
    "window": gettext_lazy("within a time of the event"),
    "session": gettext_lazy("until a pause"),
}
Names = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=40)]


class PathsPart(Part):
    """People whose step of this number is an event, or with `name` None none of `but`.

    With `came_from` (or `but_from` for the rest), also the step before it.
    """

    step: Annotated[int, Field(ge=0, le=6)]
    name: Annotated[str, Field(max_length=200)] | None = None
    but: Names = []
    came_from: Annotated[str, Field(max_length=200)] | None = None
    but_from: Names = []


@dataclass(frozen=True)
class Node:
    """An event as a step, with how many people took it; `name` None is all the others."""

    step: int
    name: str | None
    people: int


@dataclass(frozen=True)
class Link:
    """People who went from one node to another one, a step further."""

    step: int  # of the target
    source: str | None
    target: str | None
    people: int


@dataclass(frozen=True)
class PathsAnswer:
    """Each person once, so that what flows into a node is what it holds."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    @property
    def people(self) -> int:
        return self.nodes[0].people if self.nodes else 0

    @property
    def is_empty(self) -> bool:
        return not self.people

    def shown(self, step: int) -> list[str]:
        """The events of a step that have a node of their own."""
        return [one.name for one in self.nodes if one.step == step and one.name is not None]


class Paths(Analysis):
    """From a person's first such event within the span; events outside of it are not looked at."""

    key: ClassVar = "paths"
    label: ClassVar = gettext_lazy("Paths")
    about: ClassVar = gettext_lazy("What people do next, or what led them there.")
    icon: ClassVar = "waypoints"
    position: ClassVar = 40
    part: ClassVar = PathsPart
    order: ClassVar = (
        "event", "direction", "steps", "limit", "window", "unit", "pause", "once", "top", "hidden",
        *SPAN_FIELDS,
    )  # fmt: skip

    event: Annotated[EventStep, Input("events", gettext_lazy("Event"))]
    direction: Annotated[
        Literal["after", "before"], Input("select", gettext_lazy("Show"), names=DIRECTIONS)
    ] = "after"
    steps: Annotated[int, Field(ge=1, le=6), Input("number", gettext_lazy("Steps"))] = 3
    limit: Annotated[
        Literal["window", "session"], Input("select", gettext_lazy("As far as"), names=LIMITS)
    ] = "window"
    window: Annotated[
        int,
        Field(ge=1, le=100_000),
        Input("number", gettext_lazy("within"), when=shown_for("limit", "window")),
    ] = 1
    unit: Annotated[
        Literal["minutes", "hours", "days"],
        Input("select", gettext_lazy("Unit"), names=UNITS, when=shown_for("limit", "window")),
    ] = "days"
    pause: Annotated[
        int,
        Field(ge=1, le=10_080),
        Input("number", gettext_lazy("Pause in minutes"), when=shown_for("limit", "session")),
    ] = 30
    once: Annotated[
        bool, Input("flag", gettext_lazy("Count the same event several times in a row as one"))
    ] = True
    top: Annotated[
        int, Field(ge=1, le=12), Input("number", gettext_lazy("Events shown in each step"))
    ] = 5
    hidden: Annotated[
        list[Annotated[str, Field(max_length=200)]],
        Field(max_length=20),
        Input("texts", gettext_lazy("Leave out these events (if you like)")),
    ] = []

    def answer(self, asked: Question, *, asker: str = "") -> PathsAnswer:
        steps = self._steps(asked)
        counted = steps.group_by("step", "came_from", "name").aggregate(people=steps.count())
        flows: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
        for step, source, target, people in fetch(counted, asker=asker):
            flows[int(step)][str(source), str(target)] += int(people)
        begun = sum(flows.pop(0, Counter()).values())
        if not begun:
            return PathsAnswer((), ())
        return self._drawn(begun, flows)

    def people(self, asked: Question, part: PathsPart) -> Any:
        rows = self._steps(asked)
        rows = rows.filter(rows.step == part.step)
        if part.step == 0:
            return rows.select("customer_id")
        rows = rows.filter(
            rows.name == part.name if part.name is not None else rows.name.notin(part.but)
        )
        if part.came_from is not None:
            rows = rows.filter(rows.came_from == part.came_from)
        elif part.but_from:
            rows = rows.filter(rows.came_from.notin(part.but_from))
        return rows.select("customer_id")

    def part_to(self, answer: PathsAnswer, node: Node | Link) -> PathsPart:
        """The part that a node or a link of the answer stands for."""
        name = node.name if isinstance(node, Node) else node.target
        but = [] if name is not None else answer.shown(node.step)
        if isinstance(node, Node) or node.step == 1:
            return PathsPart(step=node.step, name=name, but=but)
        but_from = [] if node.source is not None else answer.shown(node.step - 1)
        return PathsPart(
            step=node.step, name=name, but=but, came_from=node.source, but_from=but_from
        )

    def sentence(self, asked: Question) -> str:
        pattern = (
            _("What people do after %(event)s, in up to %(steps)s steps")
            if self.direction == "after"
            else _("What people did before %(event)s, in up to %(steps)s steps")
        )
        return tidy(pattern % {"event": self.event.words(), "steps": number(self.steps)})

    def part_words(self, part: PathsPart, asked: Question) -> str:
        words = {
            "event": self.event.words(),
            "step": number(part.step),
            "name": quoted(part.name) if part.name is not None else _("something else"),
            "from": quoted(part.came_from or ""),
        }
        if part.step == 0:
            return tidy(_("they did %(event)s") % words)
        told = (
            _("they did %(event)s and as step %(step)s after it %(name)s")
            if self.direction == "after"
            else _("they did %(event)s and as step %(step)s before it %(name)s")
        ) % words
        if part.came_from is not None:
            told = _("%(told)s, next to %(from)s") % {**words, "told": told}
        return tidy(told)

    def rows(self, answer: PathsAnswer) -> Iterator[Sequence[Cell]]:
        yield [_("Step"), _("From"), _("To"), _("People")]
        for link in answer.links:
            names = (_("Others") if name is None else name for name in (link.source, link.target))
            yield [link.step, *names, link.people]

    def _steps(self, asked: Question) -> Any:
        """`customer_id`, `step`, `name` and `came_from`: a row for each step that a person took."""
        import ibis

        rows = self._near(asked)
        order = [rows.far, rows.event_id if self.direction == "after" else -rows.event_id]
        person = ibis.window(group_by="customer_id", order_by=order)
        rows = rows.mutate(
            pause=rows.far - rows.far.lag().over(person), last_name=rows.name.lag().over(person)
        )
        is_first = rows.last_name.isnull()
        far = rows.pause > self.pause * 60_000_000 if self.limit == "session" else False
        is_new = is_first | ((rows.name != rows.last_name) if self.once else True)
        rows = rows.mutate(
            breaks=ibis.ifelse(far & ~is_first, 1, 0), counts=ibis.ifelse(is_new, 1, 0)
        )
        person = ibis.window(group_by="customer_id", order_by=order, rows=(None, 0))
        rows = rows.mutate(
            step=rows.counts.sum().over(person) - 1, broken=rows.breaks.sum().over(person)
        )
        rows = rows.filter((rows.broken == 0) & (rows.counts == 1) & (rows.step <= self.steps))
        return rows.select("customer_id", "step", "name", came_from=rows.last_name.fill_null(""))

    def _near(self, asked: Question) -> Any:
        """The anchor and the events that may be steps; `far` is how far away in microseconds."""
        events = asked.tables.event
        events = events.filter(self.in_span(events.occurred_at, asked))
        anchors = self._anchors(asked)
        if self.hidden:
            kept = events.name.notin([one for one in self.hidden if one != self.event.name])
            events = events.filter(kept)
        rows = events.select("customer_id", "event_id", "name", at=micros(events.occurred_at))
        rows = rows.inner_join(anchors, "customer_id")
        ahead = rows["at"] - rows.anchor_at
        far, later = (
            (ahead, rows.event_id >= rows.anchor_id)
            if self.direction == "after"
            else (-ahead, rows.event_id <= rows.anchor_id)
        )
        rows = rows.mutate(far=far, is_later=later)
        rows = rows.filter((rows.far > 0) | ((rows.far == 0) & rows.is_later))
        if self.limit == "window":
            rows = rows.filter(rows.far <= self.window * SECONDS[self.unit] * 1_000_000)
        return rows.select("customer_id", "event_id", "name", "far")

    def _anchors(self, asked: Question) -> Any:
        """Each person's first such event within the span: the earliest, then the lowest id."""
        rows = self.among(asked, self.event.rows(asked))
        rows = rows.filter(self.in_span(rows.occurred_at, asked))
        rows = rows.select("customer_id", "event_id", at=micros(rows.occurred_at))
        first = rows.group_by("customer_id").aggregate(anchor_at=rows["at"].min())
        both = rows.inner_join(first, "customer_id")
        both = both.filter(both["at"] == both.anchor_at)
        return both.group_by("customer_id", "anchor_at").aggregate(anchor_id=both.event_id.min())

    def _drawn(self, begun: int, flows: dict[int, Counter[tuple[str, str]]]) -> PathsAnswer:
        nodes, shown = [Node(0, self.event.name, begun)], {self.event.name}
        links: list[Link] = []
        for step in sorted(flows):
            totals: Counter[str] = Counter()
            for (_source, target), people in flows[step].items():
                totals[target] += people
            ranked = sorted(totals, key=lambda name: (-totals[name], name))
            top = set(ranked[: self.top])
            nodes += [Node(step, name, totals[name]) for name in ranked[: self.top]]
            if rest := sum(totals[name] for name in ranked[self.top :]):
                nodes.append(Node(step, None, rest))
            merged: Counter[tuple[str | None, str | None]] = Counter()
            for (source, target), people in flows[step].items():
                ends = (source if source in shown else None, target if target in top else None)
                merged[ends] += people
            links += [
                Link(step, source, target, people)
                for (source, target), people in sorted(
                    merged.items(), key=lambda one: (-one[1], str(one[0]))
                )
            ]
            shown = top
        return PathsAnswer(tuple(nodes), tuple(links))
