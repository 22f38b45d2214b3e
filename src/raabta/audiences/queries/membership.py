"""How the kept members of audiences stand, and rules that read them."""

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Min, QuerySet

from raabta.audiences.condition import conditions
from raabta.audiences.models import Audience, MembershipDue, MembershipStanding
from raabta.audiences.question import Question
from raabta.audiences.rules import Group, Match, Rule, conditions_of, parse
from raabta.kernel import clock
from raabta.kernel.models import Change
from raabta.warehouse.queries import fetch
from raabta.workspaces.models import Workspace


def rule_key(rule: Any) -> str:
    """What tells two rules apart, as they are stored."""
    return sha256(json.dumps(rule, sort_keys=True).encode()).hexdigest()


def standings(workspace: Workspace) -> QuerySet[MembershipStanding]:
    """With their audiences, the archived ones too."""
    rows = MembershipStanding.objects.filter(workspace=workspace)
    return rows.select_related("audience").order_by("audience_id")


def kept(audience: Audience) -> MembershipStanding | None:
    """How the audience stands, if its members are kept by its rule as it is now."""
    if audience.archived_at is not None:
        return None
    fitting = MembershipStanding.objects.filter(
        audience=audience, built_for=rule_key(audience.rule), is_lost=False
    )
    return fitting.first()


def members_rule(audience: Audience) -> Rule:
    """A rule that reads the members where they are kept, else the audience's own.

    Raises BadRule.
    """
    own = parse(audience.rule)
    if kept(audience) is None:
        return own
    member = conditions.build("in_audience", {"audience": audience.pk})
    return Group(Match.ALL, (member,))


def fresh_as_of(workspace: Workspace) -> datetime:
    """The moment whose changes have all reached the members."""
    now = clock.now()
    notes = MembershipDue.objects.filter(workspace=workspace).aggregate(at=Min("noted_at"))["at"]
    waiting = Change.objects.filter(workspace_id=workspace.pk).aggregate(at=Min("marked_at"))["at"]
    return earliest((notes, waiting, now)) or now


def reaches_others(rule: Any) -> bool:
    """Whether a stored rule asks about rows of others, so that one change may move many people."""
    if not isinstance(rule, dict):
        return False
    if isinstance(items := rule.get("items"), list):
        return any(map(reaches_others, items))
    key = rule.get("key")
    return isinstance(key, str) and key in conditions and conditions[key].reaches_others


def members_in_warehouse(workspace: Workspace) -> dict[int, int]:
    """How many members the warehouse has by audience."""
    member = Question(workspace).tables.member
    found = member.group_by("audience_id").aggregate(people=member.count())
    return {int(pk): int(people) for pk, people in fetch(found)}


def next_flip(rule: Rule, asked: Question) -> datetime | None:
    """When time alone may change who is in it."""
    return earliest(one.flips_at(asked) for one in conditions_of(rule))


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in moments if at), default=None)
