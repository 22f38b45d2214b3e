"""The people of a number as an audience, whose rule asks the same question again each time."""

from itertools import count

from raabta.audiences.models import Audience
from raabta.audiences.queries import audiences
from raabta.audiences.rules import Group, Match
from raabta.audiences.services import create_audience
from raabta.audiences.services.audiences import LONGEST_NAME
from raabta.insights.analysis import Analysis, Part
from raabta.insights.conditions.in_analysis import InAnalysis
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


def audience_of_part(
    *, workspace: Workspace, actor: Actor, name: str, analysis: Analysis, part: Part
) -> Audience:
    """The audience gets a number behind its name where that is taken."""
    rule = Group(Match.ALL, (InAnalysis.of(analysis, part),))
    return create_audience(
        workspace=workspace, actor=actor, name=_free_name(workspace, name), rule=rule
    )


def _free_name(workspace: Workspace, name: str) -> str:
    held = set(audiences(workspace).values_list("name", flat=True))
    wanted = name[:LONGEST_NAME]
    numbered = (f"{name[: LONGEST_NAME - 6]} ({n})" for n in count(2))
    return wanted if wanted not in held else next(one for one in numbered if one not in held)
