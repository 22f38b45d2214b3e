"""What changing a rule does: who would enter, who would leave."""

from dataclasses import dataclass
from typing import Any

from raabta.audiences.question import Question
from raabta.audiences.rules import Rule, expression
from raabta.warehouse.queries import fetch
from raabta.workspaces.models import Workspace

SECONDS = 10.0


@dataclass(frozen=True)
class Comparison:
    """Numbers of people."""

    before: int
    after: int
    enter: int
    leave: int


def compare(
    workspace: Workspace, before: Rule, after: Rule, *, asker: str = "", number: int = 0
) -> Comparison:
    """Both rules at one moment. `number` is the audience whose rule they are.

    Raises QueryStopped or WarehouseBusy.
    """
    asked = Question(workspace, path=(number,) if number else ())
    holds = asked.customer.select(was=expression(before, asked), becomes=expression(after, asked))
    sums = {
        "before": _number(holds.was),
        "after": _number(holds.becomes),
        "enter": _number(holds.becomes & ~holds.was),
        "leave": _number(holds.was & ~holds.becomes),
    }
    (row,) = fetch(holds.aggregate(**sums), seconds=SECONDS, asker=asker)
    return Comparison(*(int(total or 0) for total in row))


def _number(holds: Any) -> Any:
    return holds.cast("int64").sum()
