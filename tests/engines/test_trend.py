"""Trends say the same on DuckDB, on ClickHouse and in plain Python, also when clocks change."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from raabta.audiences.question import Question
from raabta.insights.analyses.trend import MEASURES, Trend, TrendPart
from raabta.insights.local_time import Periods
from raabta.warehouse.engine import Engine
from raabta.warehouse.queries import fetch
from tests.engines.conftest import asking
from tests.engines.steps import (
    COUNTRIES,
    QUIET,
    Events,
    Happened,
    begin_of,
    local_day_in,
    percentile,
    worlds,
)

ZONE = "America/New_York"
NOW = datetime(2025, 11, 5, 12, tzinfo=UTC)  # the clock went back on the 2nd
A = {"name": "A"}
CASES: list[dict[str, Any]] = [
    *({"event": A, "measure": one, "unit": "week", "days": 40} for one in MEASURES),
    {"event": A, "unit": "day", "days": 6},
    {"event": A, "unit": "hour", "days": 5},
    {"event": A, "unit": "month", "measure": "people", "days": 70},
    {"event": A, "unit": "week", "split": "attribute", "top": 1, "days": 30},
    {"event": A, "unit": "week", "measure": "median", "split": "property",
     "split_property": "color", "top": 2, "days": 30},
]  # fmt: skip


def begins(at: datetime, unit: str) -> datetime:
    """When the period that a moment lies in begins, in UTC."""
    zone = ZoneInfo(ZONE)
    if unit == "hour":  # whole hours from UTC all year
        return at.replace(minute=0, second=0, microsecond=0)
    on = begin_of(local_day_in(at, ZONE), unit)
    return datetime.combine(on, time(), zone).astimezone(UTC)


def measured(rows: list[Happened], measure: str) -> float | None:
    values = [one.value for one in rows if one.value is not None]
    people = {one.person for one in rows}
    plain: dict[str, float | None] = {
        "times": len(rows),
        "people": len(people),
        "per_person": len(rows) / len(people) if people else None,
        "sum": sum(values),
        "average": sum(values) / len(values) if values else None,
        "smallest": min(values, default=None),
        "largest": max(values, default=None),
        "median": percentile(values, 50),
        "p90": percentile(values, 90),
    }
    return plain[measure]


def value_of(one: Happened, params: dict[str, Any]) -> str:
    if params.get("split") == "attribute":
        return COUNTRIES[one.person % 3]
    return one.color if params.get("split") else ""


@settings(max_examples=15, **QUIET)
@given(world=worlds(timedelta(minutes=47), most=3_000, end=NOW))
def test_a_trend_is_the_same_everywhere(
    world: Events, asked: Question, duckdb_file: Engine, chdb: Engine
) -> None:
    asked.workspace.time_zone = ZONE
    asked = Question(asked.workspace, now=NOW)
    for engine in (duckdb_file, chdb):
        world.load(engine)
    for params in CASES:
        for engine in (duckdb_file, chdb):
            with asking(engine):
                compare(Trend.model_validate(params), world, params, asked)


def compare(trend: Trend, world: Events, params: dict[str, Any], asked: Question) -> None:
    answer = trend.answer(asked)
    happened = [one for own in world.by_person().values() for one in own if one.name == "A"]
    by_period = defaultdict(list)
    for one in happened:
        by_period[begins(one.at, trend.unit)].append(one)
    size = len(answer.periods)
    assert answer.periods[0] == begins(
        datetime.combine(local_day_in(NOW, ZONE) - timedelta(days=params["days"] - 1), time(5),
                         UTC), trend.unit) or trend.unit == "hour"  # fmt: skip
    lately = [one for at in answer.periods for one in by_period[at]]
    ranked = Counter(value_of(one, params) for one in lately)
    top = sorted(ranked, key=lambda value: (-ranked[value], value))[: trend.top]
    for line in answer.lines:
        for at, amount in zip(answer.periods, line.now, strict=True):
            own = [one for one in by_period[at] if belongs(one, line.value, params, top)]
            assert amount == pytest.approx(measured(own, trend.measure)), (params, at)
    assert answer.total == pytest.approx(measured(lately, trend.measure))
    first = answer.periods[0]
    grid = Periods(trend.unit, asked.zone, *trend.bounds(asked))
    begin = grid.begin(-size)
    earlier = [one for one in happened if begin <= one.at < first]
    assert answer.total_before == pytest.approx(measured(earlier, trend.measure)), params
    for at in answer.periods[-2:]:
        found = {pk for (pk,) in fetch(trend.people(asked, TrendPart(at=at)))}
        assert found == {one.person for one in by_period[at]}


def belongs(one: Happened, value: str | None, params: dict[str, Any], top: list[str]) -> bool:
    if not params.get("split"):
        return True
    own = value_of(one, params)
    return own not in top if value is None else own == value


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", date(2025, 11, 2), 25),
        ("America/New_York", date(2026, 3, 8), 23),
        ("Asia/Karachi", date(2026, 3, 8), 24),
        ("Europe/London", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 25),  # half an hour more
    ],
)
def test_a_day_has_the_hours_that_it_has(zone: str, day: date, hours: int) -> None:
    assert len(Periods("hour", ZoneInfo(zone), day, day)) == hours
    assert len(Periods("day", ZoneInfo(zone), day, day)) == 1
