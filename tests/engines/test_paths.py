"""Paths say the same on DuckDB, on ClickHouse and when each person is followed in Python."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import given, settings

from raabta.audiences.question import Question
from raabta.insights.analyses.paths import Paths, PathsPart
from raabta.warehouse.engine import Engine
from raabta.warehouse.queries import fetch
from tests.engines.conftest import asking
from tests.engines.steps import QUIET, Events, Happened, fits, in_days, worlds

A = {"name": "A"}
CASES: list[dict[str, Any]] = [
    {"event": A},
    {"event": A, "direction": "before", "steps": 2, "window": 6, "unit": "hours"},
    {"event": A, "steps": 6, "window": 90, "once": False, "top": 2},
    {"event": A, "steps": 4, "limit": "session", "pause": 240, "days": 10},
    {"event": A, "direction": "before", "steps": 4, "limit": "session", "pause": 600, "top": 1},
    {"event": A, "hidden": ["B"], "window": 3, "span": "between", "start": "2026-02-20",
     "end": "2026-02-25"},
]  # fmt: skip


def naive(world: Events, params: dict[str, Any]) -> dict[int, list[str]]:
    """The steps of each person, the anchor first."""
    found = {}
    for person, every in world.by_person().items():
        own = [one for one in every if in_days(params, one.at)]
        anchor = next((one for one in own if fits(one, params["event"])), None)
        if anchor is not None:
            found[person] = _followed(own, anchor, params)
    return found


def _followed(own: list[Happened], anchor: Happened, params: dict[str, Any]) -> list[str]:
    is_after = params.get("direction", "after") == "after"
    place = own.index(anchor)
    rest = own[place + 1 :] if is_after else own[:place][::-1]
    unit = {params.get("unit", "days"): params.get("window", 1)}
    steps, last = [anchor.name], anchor
    for one in rest:
        if one.name in params.get("hidden", []):
            continue
        if params.get("limit") == "session":
            if abs(one.at - last.at) > timedelta(minutes=params["pause"]):
                break
        elif abs(one.at - anchor.at) > timedelta(**unit):
            break
        if one.name != last.name or not params.get("once", True):
            steps.append(one.name)
        last = one
    return steps[: params.get("steps", 3) + 1]


@settings(max_examples=20, **QUIET)
@given(world=worlds(timedelta(minutes=30)))
def test_paths_are_the_same_everywhere(
    world: Events, asked: Question, duckdb_file: Engine, chdb: Engine
) -> None:
    for engine in (duckdb_file, chdb):
        world.load(engine)
    for params in CASES:
        paths, ways = Paths.model_validate(params), naive(world, params)
        for engine in (duckdb_file, chdb):
            with asking(engine):
                compare(paths, asked, ways)


def compare(paths: Paths, asked: Question, ways: dict[int, list[str]]) -> None:
    answer = paths.answer(asked)
    assert answer.people == len(ways)
    for step in range(1, paths.steps + 1):
        counted = Counter(way[step] for way in ways.values() if len(way) > step)
        top = sorted(counted, key=lambda name: (-counted[name], name))[: paths.top]
        assert answer.shown(step) == top
        assert sum(one.people for one in answer.nodes if one.step == step) == counted.total()
        assert sum(one.people for one in answer.links if one.step == step) == counted.total()
    for one in (*answer.nodes, *answer.links):
        part = paths.part_to(answer, one)
        people = {pk for (pk,) in fetch(paths.people(asked, part))}
        assert len(people) == one.people, (paths, one)
        assert people == {pk for pk, way in ways.items() if is_part(way, part)}


def is_part(way: list[str], part: PathsPart) -> bool:
    if len(way) <= part.step:
        return False
    own = way[part.step]
    fits_name = own == part.name if part.name is not None else own not in part.but
    if part.step == 0:
        return True
    before = way[part.step - 1]
    return fits_name and (part.came_from in {None, before}) and before not in part.but_from
