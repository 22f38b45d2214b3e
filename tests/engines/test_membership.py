"""Members are kept alike on both engines; a question about some people is that about everybody."""

import os
from datetime import timedelta

import ibis
import pytest

from raabta.audiences.condition import conditions
from raabta.audiences.question import Question
from raabta.audiences.rules import expression, parse
from raabta.audiences.services import freeze_audience
from raabta.audiences.warehouse_tables.member import MemberTable
from raabta.customers.models import Customer
from raabta.warehouse import engine as engines
from raabta.warehouse.engine import Engine
from raabta.warehouse.preparing import prepared
from raabta.warehouse.services import drain_inbox, project_changes
from raabta.warehouse.warehouse_table import warehouse_tables
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.audiences.conftest import Shop, city, inside
from tests.audiences.following import (
    computed,
    forget_what_was_looked_at,
    members,
    replayed,
    settle,
)
from tests.engines.cases import every_case
from tests.engines.world import NOW, WORKSPACE, a_world

SOME = list(range(1, 400, 7))
NAMES = ["duckdb_file", "chdb"]


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


def test_every_condition_answers_the_same_about_some_people(
    engine: Engine, asked: Question
) -> None:
    a_world(1).load(engine)
    few = Question(asked.workspace, now=NOW, among=True)
    shapes = [member.shape() for member in warehouse_tables.members()]
    for key, params in every_case()[::9]:
        if conditions[key].reaches_others:
            continue  # such audiences are built whole
        rule = parse({"match": "all", "items": [{"key": key, "params": params}]})
        whole, some = (
            str(ibis.to_sql(one.customer.filter(expression(rule, one)).select("customer_id"),
                            dialect=engine.dialect))
            for one in (asked, few)
        )  # fmt: skip
        named = [shape for shape in shapes if f'"{shape.among().name}"' in some]
        sql = engine.among(some, named, workspace_id=WORKSPACE, ids=SOME)
        everybody = {pk for (pk,) in engine.fetch(whole)}
        assert {pk for (pk,) in engine.fetch(sql)} == everybody & set(SOME), (key, params)


def test_an_exchange_can_be_repeated_and_a_late_one_changes_nothing(engine: Engine) -> None:
    engine.prepare([member.shape() for member in warehouse_tables.members()])
    engine.clear()
    shape, later = MemberTable.shape(), NOW + timedelta(seconds=1)
    enter = {"gone": [], "rows": [(1, 5, pk, NOW) for pk in (7, 8)], "at": NOW}
    leave = {"gone": [(5, 7)], "rows": [], "at": later}
    steps = [enter, enter, leave, leave]
    if engine.dialect == "clickhouse":  # with DuckDB one process writes, in order
        steps.append(enter)
    for step in steps:
        engine.exchange(shape, workspace_id=1, **step)
    assert engine.fetch("SELECT customer_id FROM member WHERE audience_id = 5") == [(8,)]


def test_members_follow_changes_on_this_engine(
    engine: Engine, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines._opened, os.getpid(), engine)
    prepared().clear()
    forget_what_was_looked_at()

    def move() -> None:
        while project_changes() + drain_inbox():
            pass

    shop = Shop(workspace, move)
    one, two, _three = shop.people("Lahore", "Dhaka", "Leeds")
    first = shop.audience("L", city("Lahore"))
    shop.audience("Not L", inside(first.pk, "not_in"))
    settle()
    freeze_audience(workspace=workspace, actor=SYSTEM, audience=first, name="Frozen")
    Customer.objects.filter(pk=one).update(city="Dhaka")
    Customer.objects.filter(pk=two).update(city="Lahore")
    shop.tell([one, two])
    settle()
    assert members(workspace) == computed(workspace) == replayed()
    assert len(members(workspace)) == 4
