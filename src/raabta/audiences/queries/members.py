"""Who a rule describes: how many, some of them, all of them."""

from collections.abc import Iterator, Sequence

from raabta.audiences.models import Audience
from raabta.audiences.question import Question
from raabta.audiences.rules import Group, Match, Rule, expression, parse
from raabta.warehouse.queries import fetch, stream
from raabta.workspaces.models import Workspace

IDS = 50_000


def count(workspace: Workspace, rule: Rule, *, seconds: float = 20.0, asker: str = "") -> int:
    """How many people. A newer count of the same `asker` stops this one (QueryStopped)."""
    asked = Question(workspace)
    found = asked.customer.filter(expression(rule, asked)).count()
    return int(fetch(found, seconds=seconds, asker=asker)[0][0])


def sample(workspace: Workspace, rule: Rule, n: int = 10, *, asker: str = "") -> list[int]:
    """Ids of up to n people, spread over everybody but the same ones each time."""
    asked = Question(workspace)
    found = asked.customer.filter(expression(rule, asked))
    rows = fetch(found.order_by("dice").select("customer_id").limit(n), asker=asker)
    return [pk for (pk,) in rows]


def member_ids(workspace: Workspace, rule: Rule, size: int = IDS) -> Iterator[list[int]]:
    """All ids, ascending, in lists of at most `size`."""
    asked = Question(workspace)
    found = asked.customer.filter(expression(rule, asked))
    for block in stream(found.select("customer_id").order_by("customer_id"), size=size):
        yield [pk for (pk,) in block]


def count_of(
    workspace: Workspace, include: Sequence[Audience], exclude: Sequence[Audience] = ()
) -> int:
    """How many people are in an included audience and in no excluded one."""
    return count(workspace, together(include, exclude)) if include else 0


def members_of(
    workspace: Workspace, include: Sequence[Audience], exclude: Sequence[Audience], size: int = IDS
) -> Iterator[list[int]]:
    """Their ids, ascending, each once."""
    return member_ids(workspace, together(include, exclude), size) if include else iter(())


def together(include: Sequence[Audience], exclude: Sequence[Audience]) -> Rule:
    """One rule for the audiences taken in and left out."""
    within = Group(Match.ANY, tuple(parse(audience.rule) for audience in include))
    without = Group(Match.NONE, tuple(parse(audience.rule) for audience in exclude))
    return Group(Match.ALL, (within, without))
