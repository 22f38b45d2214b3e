"""Every condition means the same on DuckDB, on ClickHouse and in plain Python."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import ibis
import pytest

from raabta.audiences.condition import conditions
from raabta.audiences.question import Question
from raabta.audiences.rules import expression, parse, sentence, to_json
from raabta.warehouse.engine import Engine
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from tests.engines.cases import Case, every_case
from tests.engines.oracle import Oracle
from tests.engines.world import NOW, WORKSPACE, World, a_world

SEEDS = (1, 2)
NO_ORACLE = {"random_share", "in_audience"}


@pytest.fixture(scope="module", params=SEEDS)
def world(request: Any) -> World:
    return a_world(request.param)


@pytest.fixture
def asked(db: None) -> Iterator[Question]:
    shop = Workspace(pk=WORKSPACE, name="Shop", time_zone="Asia/Karachi", currency="PKR")
    shop.created_at = NOW
    shop.slug = "shop"
    shop.save()
    with working_in(shop):
        yield Question(shop, now=NOW)


def members(engine: Engine, asked: Question, rule: dict[str, Any]) -> set[int]:
    found = asked.customer.filter(expression(parse(rule), asked)).select("customer_id")
    rows = engine.fetch(str(ibis.to_sql(found, dialect=engine.dialect)))
    assert len(rows) == len(set(rows)), "somebody is there twice"
    return {pk for (pk,) in rows}


def rule_of(case: Case) -> dict[str, Any]:
    return {"match": "all", "items": [{"key": case[0], "params": case[1]}]}


def test_every_condition_is_tried() -> None:
    tried = Counter(key for key, _params in every_case())
    assert set(conditions) - set(tried) == {"in_audience"}
    assert min(tried.values()) >= 4


def test_each_condition_describes_the_same_people_everywhere(
    world: World, asked: Question, duckdb_file: Engine, chdb: Engine, request: Any
) -> None:
    """All of them in the first world, and a third of them in each other one."""
    is_first = request.node.callspec.params["world"] == SEEDS[0]
    world.load(duckdb_file)
    world.load(chdb)
    oracle, wrong, sizes = Oracle(world), [], Counter[str]()
    for case in every_case()[:: 1 if is_first else 3]:
        ours = members(duckdb_file, asked, rule_of(case))
        theirs = members(chdb, asked, rule_of(case))
        naive = ours if case[0] in NO_ORACLE else oracle.members(*case)
        sizes[case[0]] += 0 < len(ours) < len(oracle.people)
        if not ours == theirs == naive:
            wrong.append((case, len(ours), ours ^ theirs, ours ^ naive))
    assert not wrong, "\n".join(map(str, wrong[:10]))
    assert not is_first or set(sizes) == set(conditions) - {"in_audience"}
    assert not is_first or min(sizes.values()) > 0, (
        "a condition let nobody or everybody through each time"
    )


def test_nested_rules_are_the_same_everywhere(
    world: World, asked: Question, duckdb_file: Engine, chdb: Engine
) -> None:
    world.load(duckdb_file)
    world.load(chdb)
    oracle, random = Oracle(world), Random(3)  # noqa: S311
    cases = [case for case in every_case() if case[0] not in NO_ORACLE]
    for _turn in range(25):
        rule = a_rule(random, cases, depth=1)
        expected = naive_members(oracle, rule)
        assert members(duckdb_file, asked, rule) == expected, rule
        assert members(chdb, asked, rule) == expected, rule


def test_a_rule_survives_its_json_and_has_words(asked: Question) -> None:
    for case in every_case():
        rule = parse(rule_of(case))
        assert parse(to_json(rule)) == rule
        words = sentence(rule, asked)
        assert words.endswith(".")
        assert "%(" not in words


def a_rule(random: Random, cases: list[Case], depth: int) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for _item in range(random.randint(1, 3)):
        if depth < 3 and random.random() < 0.4:
            items.append(a_rule(random, cases, depth + 1))
        else:
            key, params = random.choice(cases)
            items.append({"key": key, "params": params})
    match = random.choice(["all", "any", "some", "none"])
    return {"match": match, "least": random.randint(1, len(items)), "items": items}


def naive_members(oracle: Oracle, rule: dict[str, Any]) -> set[int]:
    found = [
        naive_members(oracle, item)
        if "match" in item
        else oracle.members(item["key"], item["params"])
        for item in rule["items"]
    ]
    everybody = set(oracle.people)
    if rule["match"] == "all":
        return everybody.intersection(*found)
    if rule["match"] == "some":
        times = Counter(pk for one in found for pk in one)
        return {pk for pk, count in times.items() if count >= rule["least"]}
    some = set().union(*found)
    return some if rule["match"] == "any" else everybody - some
