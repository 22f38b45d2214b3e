"""Retention says the same on DuckDB, on ClickHouse and in plain Python, also when clocks change."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings

from raabta.audiences.question import Question
from raabta.insights.analyses.retention import Cohort, Retention, RetentionAnswer, RetentionPart
from raabta.warehouse.engine import Engine
from raabta.warehouse.queries import fetch
from tests.engines.conftest import asking
from tests.engines.steps import QUIET, Events, begin_of, fits, local_day_in, worlds

ZONE = "America/New_York"
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)  # the clock went forward on the 8th
A, B = {"name": "A"}, {"name": "B"}
RED = [{"name": "color", "operator": "is", "value": "red"}]
CASES: list[dict[str, Any]] = [
    {"first": A, "back": B, "unit": "day", "periods": 5, "days": 20},
    {"first": A, "back": A, "unit": "week", "periods": 4, "days": 60},
    {"first": A, "back": B, "unit": "week", "periods": 3, "days": 60, "counted": "after"},
    {"first": {**A, "filters": RED}, "back": B, "unit": "month", "periods": 3, "days": 120},
    {"first": A, "back": B, "unit": "month", "periods": 2, "counted": "after", "span": "between",
     "start": "2025-12-15", "end": "2026-02-03"},
    {"first": A, "back": B, "measure": "sum", "of": "value", "unit": "week", "periods": 6},
]  # fmt: skip


def periods_between(first: date, later: date, unit: str) -> int:
    if unit == "month":
        return (later.year - first.year) * 12 + later.month - first.month
    return (begin_of(later, unit) - begin_of(first, unit)).days // (7 if unit == "week" else 1)


Grid = dict[date, dict[int, dict[int, float]]]  # cohort, period, person: sum (or 1)


def naive(world: Events, params: dict[str, Any]) -> tuple[dict[date, set[int]], Grid]:
    sizes: dict[date, set[int]] = defaultdict(set)
    came: Grid = defaultdict(lambda: defaultdict(dict))
    unit, first_day = params["unit"], first_of(params)
    for person, own in world.by_person().items():
        begun = next((one for one in own if fits(one, params["first"])), None)
        if begun is None:
            continue
        on = local_day_in(begun.at, ZONE)
        cohort = begin_of(on, unit)
        if not first_day <= cohort <= begin_of(last_of(params), unit):
            continue
        sizes[cohort].add(person)
        for one in own:
            if fits(one, params["back"]) and begun.at < one.at <= NOW:
                period = periods_between(on, local_day_in(one.at, ZONE), unit)
                sums = came[cohort][period]
                sums[person] = sums.get(person, 0) + (one.value or 0)
    return sizes, came


def last_of(params: dict[str, Any]) -> date:
    return date.fromisoformat(params["end"]) if "end" in params else local_day_in(NOW, ZONE)


def first_of(params: dict[str, Any]) -> date:
    first = (
        date.fromisoformat(params["start"])
        if "start" in params
        else local_day_in(NOW, ZONE) - timedelta(days=params.get("days", 90) - 1)
    )
    return begin_of(first, params["unit"])


@settings(max_examples=20, **QUIET)
@given(world=worlds(timedelta(hours=3), end=NOW))
def test_retention_is_the_same_everywhere(
    world: Events, asked: Question, duckdb_file: Engine, chdb: Engine
) -> None:
    asked.workspace.time_zone = ZONE
    asked = Question(asked.workspace, now=NOW)
    for engine in (duckdb_file, chdb):
        world.load(engine)
    for params in CASES:
        retention, (sizes, came) = Retention.model_validate(params), naive(world, params)
        for engine in (duckdb_file, chdb):
            with asking(engine):
                compare(retention, asked, sizes, came)


def compare(retention: Retention, asked: Question, sizes: Any, came: Any) -> None:
    answer, unit = retention.answer(asked), retention.unit
    assert {one.begins_on: one.size for one in answer.cohorts if one.size} == {
        day: len(people) for day, people in sizes.items()
    }
    for cohort in answer.cohorts:
        for period, value in enumerate(cohort.values):
            elapsed = periods_between(cohort.begins_on, local_day_in(NOW, ZONE), unit)
            if period > elapsed:
                assert value is None
                continue
            periods = came[cohort.begins_on]
            is_after = retention.counted == "after"
            people = {
                pk
                for n, sums in periods.items()
                for pk in sums
                if n == period or (is_after and n > period)
            }
            if retention.measure == "sum":
                assert value == sum(periods[period].values())
            else:
                assert value == len(people), (retention, cohort, period)
                part = RetentionPart(cohort=cohort.begins_on, period=period)
                if people:
                    assert {pk for (pk,) in fetch(retention.people(asked, part))} == people


def test_averages_are_weighted_and_leave_out_what_has_not_come() -> None:
    monday = date(2026, 3, 2)
    answer = RetentionAnswer(
        (Cohort(monday, 90, (9, 45)), Cohort(date(2026, 3, 9), 10, (10, None))), 1
    )
    assert answer.average(0) == 0.19
    assert answer.average(1) == 0.5
    assert RetentionAnswer((Cohort(monday, 0, (None, None)),), 1).average(1) is None
