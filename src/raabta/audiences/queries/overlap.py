"""How many people several audiences have in common: one question, a number for each region."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from raabta.audiences.condition import conditions
from raabta.audiences.models import Audience
from raabta.audiences.queries.membership import members_rule
from raabta.audiences.question import Question
from raabta.audiences.rules import Group, Match, Rule, expression
from raabta.warehouse.queries import fetch
from raabta.workspaces.models import Workspace

MOST = 8


@dataclass(frozen=True)
class Region:
    """Those who are in exactly these audiences (positions), and in none of the others."""

    inside: tuple[int, ...]
    people: int


@dataclass(frozen=True)
class Overlap:
    audiences: list[Audience]
    regions: list[Region]  # that have people, largest first

    def shared(self, *positions: int) -> int:
        """How many are in all of these audiences, and perhaps in others."""
        wanted = set(positions)
        return sum(one.people for one in self.regions if wanted <= set(one.inside))

    def pairs(self) -> dict[tuple[int, ...], int]:
        every = range(len(self.audiences))
        return {(one, two): self.shared(one, two) for one, two in combinations(every, 2)}


def overlap(workspace: Workspace, audiences: Sequence[Audience]) -> Overlap:
    """Of at most MOST audiences. Raises BadRule, ValueError, QueryStopped or WarehouseBusy."""
    if not 0 < len(audiences) <= MOST:
        raise ValueError(len(audiences))
    asked = Question(workspace)
    holds = {
        f"a{at}": expression(members_rule(audience), asked) for at, audience in enumerate(audiences)
    }
    each = asked.customer.select(**holds)
    counted = each.group_by(list(holds)).aggregate(people=each.count())
    regions = [
        Region(tuple(at for at, is_in in enumerate(row[:-1]) if is_in), int(row[-1]))
        for row in fetch(counted)
    ]
    inhabited = [one for one in regions if one.inside]
    return Overlap(list(audiences), sorted(inhabited, key=lambda one: (-one.people, one.inside)))


def region_rule(audiences: Sequence[Audience], inside: Sequence[int]) -> Rule:
    """A rule for a region: in all of these, in none of the others."""
    items = [conditions.build("in_audience", {"audience": audiences[at].pk}) for at in inside]
    rest = [one for at, one in enumerate(audiences) if at not in set(inside)]
    items += [
        conditions.build("in_audience", {"audience": one.pk, "operator": "not_in"}) for one in rest
    ]
    return Group(Match.ALL, tuple(items))
