"""Why somebody is in an audience or not: every condition's answer and the values it saw."""

from dataclasses import dataclass, field
from typing import Any

from raabta.audiences.condition import Condition
from raabta.audiences.question import Question
from raabta.audiences.rules import Group, Match, Rule, clause, expression
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
