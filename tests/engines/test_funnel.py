"""Funnels say the same on DuckDB, on ClickHouse and when every possible run is tried in Python."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from raabta.audiences.question import Question
from raabta.insights.analyses.funnel import Funnel, FunnelPart
from raabta.warehouse.engine import Engine
from raabta.warehouse.queries import fetch
from tests.engines.conftest import asking
from tests.engines.steps import (
    COUNTRIES,
    QUIET,
    Events,
    fits,
    funnel_depths,
    in_days,
    percentile,
    worlds,
)

RED = [{"name": "color", "operator": "is", "value": "red"}]
A, B, C = {"name": "A"}, {"name": "B"}, {"name": "C"}
CASES: list[dict[str, Any]] = [
    {"steps": [A, B]},
    {"steps": [A, B, C], "window": 3, "unit": "hours"},
    {"steps": [A, B, C], "window": 90, "unit": "minutes", "days": 2},
    {"steps": [A, A, B], "window": 1},
    {"steps": [{**A, "filters": RED}, A, B]},
    {"steps": [A, B, C], "without": [{"name": "D"}]},
    {"steps": [A, B, C], "without": [{"name": "D", "after": 2}, {"name": "A", "after": 1}]},
    {"steps": [A, B, C], "steps_order": "any", "window": 5, "unit": "hours"},
    {"steps": [A, A, C], "steps_order": "any", "days": 5},
    {"steps": [A, B], "steps_order": "any", "without": [{"name": "D"}]},
    {"steps": [B, A, C, A], "span": "between", "start": "2026-02-20", "end": "2026-02-24"},
]
SPLITS: list[dict[str, Any]] = [
    {"split": "attribute", "split_field": "country", "top": 1},
    {"split": "property", "split_property": "color", "top": 2},
]


def people_of(funnel: Funnel, asked: Question, **part: Any) -> set[int]:
    return {pk for (pk,) in fetch(funnel.people(asked, FunnelPart(**part)))}


@settings(max_examples=20, **QUIET)
@given(world=worlds(timedelta(minutes=30)))
def test_a_funnel_is_the_same_everywhere(
    world: Events, asked: Question, duckdb_file: Engine, chdb: Engine
) -> None:
    for engine in (duckdb_file, chdb):
        world.load(engine)
    for params in CASES:
        funnel, size = Funnel.model_validate(params), len(params["steps"])
        depths = funnel_depths(world, params, lambda at, told=params: in_days(told, at))
        reached = [{pk for pk, own in depths.items() if own[n] is not None} for n in range(size)]
        times = [int(own[-1].total_seconds()) for own in depths.values() if own[-1] is not None]
        for engine in (duckdb_file, chdb):
            with asking(engine):
                found = funnel.answer(asked)
                assert found.reached == tuple(map(len, reached)), params
                assert found.median == percentile(times, 50), params
                assert found.slowest_tenth == percentile(times, 90), params
                assert sum(people for _until, people in found.times) == len(times)
                assert people_of(funnel, asked, step=size) == reached[-1]
                stopped = people_of(funnel, asked, step=1, outcome="stopped")
                assert stopped == reached[0] - reached[1], params


@settings(max_examples=10, **QUIET)
@given(world=worlds(timedelta(minutes=30)))
def test_its_breakdown_is_the_same_everywhere(
    world: Events, asked: Question, duckdb_file: Engine, chdb: Engine
) -> None:
    for engine in (duckdb_file, chdb):
        world.load(engine)
    for params in [{**case, **split} for case in CASES[:2] for split in SPLITS]:
        funnel = Funnel.model_validate(params)
        depths = funnel_depths(world, params, lambda at, told=params: in_days(told, at))
        values = {
            pk: value_of(world, pk, params) for pk, own in depths.items() if own[0] is not None
        }
        top = sorted(Counter(values.values()).items(), key=lambda one: (-one[1], one[0]))
        top = [value for value, _times in top[: params["top"]]]
        expected: Counter[tuple[str | None, int]] = Counter()
        for pk, value in values.items():
            for step, took in enumerate(depths[pk]):
                expected[value if value in top else None, step] += took is not None
        for engine in (duckdb_file, chdb):
            with asking(engine):
                branches = funnel.answer(asked).branches
                got = {
                    (one.value, step): n for one in branches for step, n in enumerate(one.reached)
                }
                assert {k: n for k, n in got.items() if n} == {
                    k: n for k, n in expected.items() if n
                }
                for one in branches:
                    if one.value is not None:
                        people = people_of(funnel, asked, step=1, value=one.value)
                        assert people == {pk for pk, value in values.items() if value == one.value}


def value_of(world: Events, person: int, params: dict[str, Any]) -> str:
    if params["split"] == "attribute":
        return COUNTRIES[person % 3]
    first = [
        one
        for one in world.by_person()[person]
        if fits(one, params["steps"][0]) and in_days(params, one.at)
    ]
    earliest = min(one.at for one in first)
    return min(one.color for one in first if one.at == earliest)


def test_settings_that_mean_nothing_are_refused() -> None:
    for bad in (
        {"steps": [A]},
        {"steps": [A, {"name": ""}]},
        {"steps": [A, B], "without": [{"name": "D", "after": 2}]},
        {"steps": [A, B], "window": 800},
        {"steps": [A, B], "split": "property"},
        {"steps": [A, B], "span": "between", "start": "2026-02-02"},
        {"steps": [A, B], "span": "between", "start": "2026-02-02", "end": "2026-02-01"},
    ):
        with pytest.raises(ValueError, match="validation error"):
            Funnel.model_validate(bad)
