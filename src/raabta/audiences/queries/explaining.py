"""Why somebody is in an audience or not: every condition's answer and the values it saw."""

from dataclasses import dataclass, field
from typing import Any

from raabta.audiences.condition import Condition
from raabta.audiences.models import Audience
from raabta.audiences.queries.evaluating import Answers, Plan, plan_of
from raabta.audiences.queries.membership import standings
from raabta.audiences.question import Question
from raabta.audiences.rules import BadRule, Group, Match, Rule, clause, expression, parse
from raabta.warehouse.queries import fetch
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Line:
    """A group or condition, whether it holds for the person, and what it looked at."""

    path: str
    text: str
    holds: bool
    seen: dict[str, Any] = field(default_factory=dict)
    match: Match | None = None  # of a group
    least: int = 1
    lines: tuple["Line", ...] = ()


def explain(workspace: Workspace, rule: Rule, customer_id: int) -> Line | None:
    """The rule as a truth table for one person; None when the warehouse does not know them."""
    asked = Question(workspace)
    columns: dict[str, Any] = {}
    _collect(rule, "", asked, columns)
    person = asked.customer.filter(asked.customer.customer_id == customer_id)
    rows = fetch(person.select(**columns))
    if not rows:
        return None
    answers = dict(zip(columns, map(bool, rows[0]), strict=True))
    return _Answers(asked, customer_id, answers).line(rule, "")


def _collect(item: Rule | Condition, path: str, asked: Question, columns: dict[str, Any]) -> None:
    columns[f"at{path}"] = expression(item, asked)
    if isinstance(item, Group):
        for at, one in enumerate(item.items):
            _collect(one, f"{path}.{at}", asked, columns)


@dataclass(frozen=True)
class _Answers:
    asked: Question
    customer_id: int
    answers: dict[str, bool]

    def line(self, item: Rule | Condition, path: str) -> Line:
        text, holds = clause(item, self.asked), self.answers[f"at{path}"]
        if isinstance(item, Group):
            lines = tuple(self.line(one, f"{path}.{at}") for at, one in enumerate(item.items))
            return Line(
                path.lstrip("."), text, holds, match=item.match, least=item.least, lines=lines
            )
        seen = item.seen(self.asked, self.customer_id)
        values = {name: fetch(value)[0][0] for name, value in seen.items()}
        return Line(path.lstrip("."), text, holds, values)


@dataclass(frozen=True)
class Standing:
    """One audience and one person: in it or not, and the rule as a truth table."""

    audience: Audience
    line: Line


def explain_all(workspace: Workspace, customer_id: int) -> list[Standing] | None:
    """Every audience in use for one person, by one question; what conditions saw is left out.

    Rules about others' rows are asked one by one. Audiences whose rule cannot be asked are left
    out. None when the warehouse does not know the person.
    """
    rows = [row for row in standings(workspace) if row.audience.archived_at is None]
    plan = plan_of(workspace)
    found = dict(plan.answers(workspace.pk, [customer_id]))
    if customer_id not in found:
        return None
    table = _Table(plan, Question(workspace), found[customer_id])
    standing = []
    for row in sorted(rows, key=lambda one: one.audience.name):
        line = (
            table.line(plan.rules[row.audience_id], "")
            if row.audience_id in plan.rules
            else _alone(workspace, row.audience, customer_id)
        )
        if line is not None:
            standing.append(Standing(row.audience, line))
    return standing


def _alone(workspace: Workspace, audience: Audience, customer_id: int) -> Line | None:
    try:
        return explain(workspace, parse(audience.rule), customer_id)
    except BadRule:
        return None


class _Table:
    """Truth tables of one person's rules, from what the plan's question answered."""

    def __init__(self, plan: Plan, asked: Question, answers: Answers) -> None:
        self.plan, self.asked, self.answers = plan, asked, answers
        self.inside = plan.audiences_of(answers)

    def line(self, item: Rule | Condition, path: str) -> Line:
        holds = self.plan.holds(item, self.answers, self.inside)
        text = clause(item, self.asked)
        if not isinstance(item, Group):
            return Line(path.lstrip("."), text, holds)
        lines = tuple(self.line(one, f"{path}.{at}") for at, one in enumerate(item.items))
        return Line(path.lstrip("."), text, holds, match=item.match, least=item.least, lines=lines)
