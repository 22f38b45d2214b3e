"""How an audience grew, and who came and went."""

from dataclasses import dataclass
from datetime import date

from raabta.audiences.models import Audience, AudienceCount
from raabta.audiences.question import Question
from raabta.workspaces.models import Workspace

DAYS = 90


@dataclass(frozen=True)
class Day:
    """The size at the end of the day, and how many came and went on it."""

    on: date
    count: int
    entered: int
    left: int


def history_of(workspace: Workspace, audience: Audience, days: int = DAYS) -> list[Day]:
    """The last counted days, oldest first."""
    rows = AudienceCount.objects.filter(workspace=workspace, audience=audience)
    found = rows.order_by("-counted_on").values_list("counted_on", "count", "entered", "left")
    return [Day(*row) for row in found[:days]][::-1]


def today_of(workspace: Workspace, audience: Audience) -> Day:
    """What happened since midnight at the workspace."""
    today = Question(workspace).today
    last = history_of(workspace, audience, 1)
    if last and last[0].on == today:
        return last[0]
    return Day(today, last[0].count if last else 0, 0, 0)
