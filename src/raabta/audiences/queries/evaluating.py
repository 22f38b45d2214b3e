"""All kept audiences asked about some people in one question.

The question yields one column for each condition that the rules have, however many share it; the
rules are put together from these here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from raabta.audiences.audience_uses import mentioned
from raabta.audiences.condition import Condition
from raabta.audiences.models import Audience, MembershipStanding
from raabta.audiences.queries.membership import reaches_others, standings
from raabta.audiences.question import Question
from raabta.audiences.rules import BadRule, Match, Rule, conditions_of, expression, parse
from raabta.warehouse import engine as engines
from raabta.warehouse.queries import fetch_among
from raabta.workspaces.models import Workspace

PEOPLE = 1_000  # asked about at once
Answers = Mapping[str, bool]  # by condition, as `name_of` calls it
_plans: dict[tuple[int, str], "tuple[str, Plan]"] = {}
_planning = Lock()


@dataclass(frozen=True)
class Plan:
    """Rules by audience, those that others read first; and the question for their conditions."""

    rules: dict[int, Rule]
    names: list[str]
    sql: str

    def answers(self, workspace_id: int, ids: Sequence[int]) -> Iterator[tuple[int, Answers]]:
        """What holds for each of these people whom the warehouse knows."""
        for at in range(0, len(ids), PEOPLE):
            some = ids[at : at + PEOPLE]
            for pk, *row in fetch_among(self.sql, workspace_id=workspace_id, ids=some):
                yield pk, dict(zip(self.names, row, strict=True))

    def audiences_of(self, answers: Answers) -> set[int]:
        """The audiences that somebody with these answers is in."""
        inside: set[int] = set()
        for audience_id, rule in self.rules.items():
            if self.holds(rule, answers, inside):
                inside.add(audience_id)
        return inside

    def holds(self, item: Rule | Condition, answers: Answers, inside: set[int]) -> bool:
        """As `rules.expression`, about one person whose other audiences are known."""
        if isinstance(item, Condition):
            other = self.read_by(item)
            if other is None:
                return answers[name_of(item)]
            return (other in inside) is (getattr(item, "operator", "in") == "in")
        if not item.items:
            return True
        found = sum(self.holds(one, answers, inside) for one in item.items)
        least = {Match.ALL: len(item.items), Match.ANY: 1, Match.SOME: item.least}
        return found == 0 if item.match is Match.NONE else found >= least[item.match]

    def read_by(self, item: Condition) -> int | None:
        """The audience whose answer the condition repeats, when it is one of ours."""
        other = getattr(item, "audience", None) if item.key == "in_audience" else None
        return other if other in self.rules else None


def name_of(condition: Condition) -> str:
    return condition.key + condition.model_dump_json()


def plan_of(workspace: Workspace, found: Sequence[MembershipStanding] | None = None) -> Plan:
    """The plan for the audiences as they are now; the last one is kept."""
    rows = list(standings(workspace)) if found is None else found
    asked = Question(workspace, among=True)
    made_of, slot = _made_of(rows, asked), (workspace.pk, engines.engine().dialect)
    with _planning:
        held = _plans.get(slot)
        if held is None or held[0] != made_of:
            _plans[slot] = held = (made_of, _planned(rows, asked))
    return held[1]


def _made_of(rows: Sequence[MembershipStanding], asked: Question) -> str:
    """Everything that the question is made of."""
    workspace = asked.workspace
    definitions = [
        (one.key, one.kind, one.rules, one.archived_at is None)
        for one in asked.definitions.values()
    ]
    rules = [(one.audience_id, one.audience.rule, one.audience.archived_at is None) for one in rows]
    settings = (str(asked.today), workspace.time_zone, workspace.currency)
    return json.dumps([rules, definitions, settings])


def _planned(rows: Sequence[MembershipStanding], asked: Question) -> Plan:
    rules = _in_order(dict(_readable([row.audience for row in rows])))
    plan = Plan(rules, [], "")
    different = {
        name_of(one): one
        for rule in rules.values()
        for one in conditions_of(rule)
        if plan.read_by(one) is None
    }
    columns = {f"c{at}": expression(one, asked) for at, one in enumerate(different.values())}
    sql = engines.compiled(asked.customer.select("customer_id", **columns))
    return Plan(rules, list(different), sql)


def _readable(audiences: Sequence[Audience]) -> Iterator[tuple[int, Rule]]:
    """Rules that can be asked about some people alone: nothing in them reaches others."""
    reaching = {one.pk for one in audiences if reaches_others(one.rule)}
    while found := {
        one.pk for one in audiences if one.pk not in reaching and mentioned(one.rule) & reaching
    }:
        reaching |= found
    for one in audiences:
        with suppress(BadRule):
            if one.archived_at is None and one.pk not in reaching:
                yield one.pk, parse(one.rule)


def _in_order(rules: dict[int, Rule]) -> dict[int, Rule]:
    """Audiences that others read come before those; a circle is cut somewhere."""
    ordered: dict[int, Rule] = {}
    begun: set[int] = set()

    def put(pk: int) -> None:
        if pk in begun:
            return
        begun.add(pk)
        for other in sorted(_read(rules[pk]) & rules.keys()):
            put(other)
        ordered[pk] = rules[pk]

    for pk in rules:
        put(pk)
    return ordered


def _read(rule: Rule) -> set[int]:
    conditions: list[Any] = conditions_of(rule)
    return {one.audience for one in conditions if one.key == "in_audience"}
