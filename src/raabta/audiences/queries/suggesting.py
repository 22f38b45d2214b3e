"""Values that occur, most frequent first, for somebody who types one."""

from typing import Any, NamedTuple

from raabta.audiences.condition import conditions
from raabta.audiences.profile import is_sensitive
from raabta.audiences.question import Question
from raabta.warehouse.functions import lower
from raabta.warehouse.queries import fetch
from raabta.workspaces.models import Workspace

MOST = 12
SECONDS = 3.0


class Suggestion(NamedTuple):
    value: str
    times: int


def suggestions(
    workspace: Workspace, *, key: str, field: str, params: dict[str, Any], typed: str, asker: str
) -> list[Suggestion]:
    """Up to MOST values that contain what was typed; none of sensitive ones.

    Raises UnknownMember, or QueryStopped when the search takes too long.
    """
    found = conditions[key].suggests(field, params, Question(workspace))
    if found is None or is_sensitive(str(params.get("field", "")), workspace):
        return []
    found = found.filter(found.value != "")
    if typed:
        found = found.filter(lower(found.value).contains(typed.lower()))
    counted = found.group_by("value").aggregate(times=found.count())
    ordered = counted.order_by(counted.times.desc(), counted.value).limit(MOST)
    rows = fetch(ordered.select("value", "times"), seconds=SECONDS, asker=asker)
    return [Suggestion(str(value), int(times)) for value, times in rows]
