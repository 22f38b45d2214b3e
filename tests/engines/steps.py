"""Small worlds of events, made to have ties and edges, and analyses over them in naive Python."""

import json
import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck
from hypothesis import strategies as st

from raabta.warehouse.engine import Engine
from raabta.warehouse.warehouse_table import warehouse_tables
from tests.engines.world import NOW, OTHER, WORKSPACE, full

NAMES = ["A", "B", "C", "D"]
COLORS = ["red", "blue", "", "green"]
ZONE = "Asia/Karachi"
COUNTRIES = ["PK", "BD", ""]


@dataclass(frozen=True)
class Happened:
    person: int
    name: str
    at: datetime
    color: str
    value: float | None
    number: int


@dataclass(frozen=True)
class Events:
    """`people` are those that are there; others may have events all the same."""

    happened: tuple[Happened, ...]
    people: tuple[int, ...]

    def load(self, engine: Engine) -> None:
        engine.prepare([member.shape() for member in warehouse_tables.members()])
        for name, rows in (("event", self._events()), ("customer", self._people())):
            shape = warehouse_tables[name].shape()
            engine.reload(shape, workspace_id=None, pages=[[full(shape, row) for row in rows]])

    def by_person(self) -> dict[int, list[Happened]]:
        found = defaultdict(list)
        for one in sorted(self.happened, key=lambda one: (one.at, one.number)):
            if one.person in self.people:
                found[one.person].append(one)
        return found

    def _events(self) -> list[dict[str, Any]]:
        ours = [
            {
                "workspace_id": WORKSPACE,
                "event_id": one.number,
                "customer_id": one.person,
                "name": one.name,
                "occurred_at": one.at,
                "value": one.value,
                "properties": json.dumps({"color": one.color}),
            }
            for one in self.happened
        ]
        return ours + [row | {"workspace_id": OTHER, "customer_id": 1} for row in ours[:3]]

    def _people(self) -> list[dict[str, Any]]:
        return [
            {
                "workspace_id": WORKSPACE,
                "customer_id": one,
                "country": COUNTRIES[one % 3],
                "created_at": NOW,
            }
            for one in self.people
        ]


def worlds(step: timedelta, most: int = 900, end: datetime = NOW) -> st.SearchStrategy[Events]:
    """Up to 25 people; moments lie on a grid of `step` before the end, so that many fall together."""
    draws = st.tuples(
        st.integers(1, 26),
        st.sampled_from(NAMES),
        st.integers(-5, most),
        st.sampled_from(COLORS),
        st.sampled_from([None, 0.0, 1.5, 10.0, -2.0]),
    )
    return st.lists(draws, min_size=1, max_size=160).map(lambda rows: _world(rows, step, end))


def _world(rows: list[Any], step: timedelta, end: datetime) -> Events:
    happened = tuple(
        Happened(person, name, end - steps * step, color, value, number)
        for number, (person, name, steps, color, value) in enumerate(rows, 1)
    )
    return Events(happened, tuple(range(1, 25)))


QUIET = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


def in_days(params: dict[str, Any], at: datetime, now: datetime = NOW, zone: str = ZONE) -> bool:
    """Whether a moment lies in the span of an analysis."""
    day, today = local_day_in(at, zone), local_day_in(now, zone)
    if "start" in params:
        return params["start"] <= day.isoformat() <= params["end"]
    return timedelta(0) <= today - day < timedelta(days=params.get("days", 90))


def local_day_in(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def begin_of(on: date, unit: str) -> date:
    """The first day of the day's week or month."""
    if unit == "week":
        return date.fromisocalendar(*on.isocalendar()[:2], 1)
    return date(on.year, on.month, 1) if unit == "month" else on


def percentile(values: list[Any], percent: int) -> Any:
    """By nearest rank."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1] if values else None


def fits(one: Happened, step: dict[str, Any]) -> bool:
    """Filters of these tests: "color is"."""
    wanted = [told["value"] for told in step.get("filters", [])]
    return one.name == step["name"] and all(one.color == color for color in wanted)


def funnel_depths(
    world: Events, params: dict[str, Any], is_in: Callable[[datetime], bool]
) -> dict[int, list[timedelta | None]]:
    """For each person and step, the quickest run that comes so far, or None: every run is tried."""
    window = timedelta(**{params.get("unit", "days"): params.get("window", 7)})
    ordered = params.get("steps_order", "this") == "this"
    found = {}
    for person, own in world.by_person().items():
        best = [
            _quickest(own, params, size, window, is_in, ordered=ordered)
            for size in range(1, len(params["steps"]) + 1)
        ]
        found[person] = best
    return found


def _quickest(
    own: list[Happened],
    params: dict[str, Any],
    size: int,
    window: timedelta,
    is_in: Callable[[datetime], bool],
    *,
    ordered: bool,
) -> timedelta | None:
    steps = params["steps"][:size]
    runs: list[list[Happened]] = [[]]
    for step in steps:
        runs = [
            [*run, one]
            for run in runs
            for one in own
            if fits(one, step)
            and (not ordered or not run or (one.at > run[-1].at))
            and (is_in(one.at) if not run or not ordered else True)
            and (not run or abs(one.at - run[0].at) <= window)
        ]
    times = [
        max(one.at for one in run) - min(one.at for one in run)
        for run in runs
        if _is_clean(run, own, params, ordered=ordered)
    ]
    return min((one for one in times if one <= window), default=None)


def _is_clean(
    run: list[Happened], own: list[Happened], params: dict[str, Any], *, ordered: bool
) -> bool:
    for told in params.get("without", []):
        bad = [one.at for one in own if fits(one, told)]
        if not ordered:
            low, high = min(one.at for one in run), max(one.at for one in run)
            if any(low < at < high for at in bad):
                return False
            continue
        for gap in range(1, len(run)):
            is_meant = told.get("after", 0) in {0, gap}
            if is_meant and any(run[gap - 1].at < at < run[gap].at for at in bad):
                return False
    return True
