"""Where an audience is used."""

from dataclasses import dataclass

from raabta.audiences.audience_uses import mentioned
from raabta.audiences.models import Audience
from raabta.audiences.rules import Rule, to_json
from raabta.audiences.use import Use, audience_uses
from raabta.workspaces.models import Workspace


def leads_back(workspace: Workspace, rule: Rule, audience_id: int) -> bool:
    """Whether the rule asks about the audience itself, directly or through other audiences."""
    waiting, seen = mentioned(to_json(rule)), set[int]()
    while waiting:
        if audience_id in waiting:
            return True
        seen |= waiting
        asked = Audience.objects.filter(workspace=workspace, pk__in=waiting)
        found = [mentioned(kept) for kept in asked.values_list("rule", flat=True)]
        waiting = set().union(*found) - seen
    return False


def readers_of(workspace: Workspace, audience_id: int) -> set[int]:
    """Audiences whose rules ask about this one themselves."""
    rules = Audience.objects.filter(workspace=workspace).values_list("pk", "rule")
    return {pk for pk, rule in rules if audience_id in mentioned(rule)}


@dataclass(frozen=True)
class Reach:
    """A use and what uses that in turn: all that an edit reaches."""

    use: Use
    reaches: tuple["Reach", ...] = ()


def reach_of(
    workspace: Workspace, audience_id: int, seen: frozenset[int] = frozenset()
) -> list[Reach]:
    """What uses the audience, directly and through other audiences."""
    known = seen | {audience_id}
    found: list[Reach] = []
    for member in audience_uses.members():
        for use in member.uses(workspace.pk, audience_id):
            next_one = use.audience_id
            inner = (
                reach_of(workspace, next_one, known) if next_one and next_one not in known else []
            )
            found.append(Reach(use, tuple(inner)))
    return found


def uses_of(workspace: Workspace, audience: Audience) -> list[Use]:
    found: list[Use] = []
    for member in audience_uses.members():
        found += member.uses(workspace.pk, audience.pk)
    return found
