"""Compare everybody with the members of an audience: when it is new or edited, by time, each night."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction

from raabta.audiences.audience_uses import mentioned
from raabta.audiences.domain_events import FIRST, RULE, TIME
from raabta.audiences.models import Audience, MembershipMove, MembershipStanding
from raabta.audiences.queries.membership import (
    members_in_warehouse,
    next_flip,
    rule_key,
    standings,
)
from raabta.audiences.question import Question
from raabta.audiences.rules import BadRule, Rule, expression, parse
from raabta.audiences.services.due import make_due, make_readers_due
from raabta.audiences.services.moves import Found, Overtaken, carry_out, decide
from raabta.kernel import clock
from raabta.warehouse.queries import stream
from raabta.workspaces.models import Workspace

log = structlog.get_logger()
AGAIN = timedelta(minutes=10)


def build_next(workspace: Workspace) -> int:
    """Build one audience that is due, those that others read first. Returns whether it did."""
    due = list(standings(workspace).filter(refresh_at__lte=clock.now(), audience__archived_at=None))
    waiting = {row.audience_id for row in due}
    ready = [row for row in due if not waiting & mentioned(row.audience.rule)]
    for row in (ready or due)[:1]:
        _try(workspace, row)
        return 1
    return 0


def _try(workspace: Workspace, standing: MembershipStanding) -> None:
    """One that cannot be built now does not hold up the others. Raises Overtaken."""
    try:
        build(workspace, standing)
    except Overtaken:
        raise
    except Exception:
        log.exception("audience cannot be built", audience=standing.audience_id)
        MembershipStanding.objects.filter(pk=standing.pk).update(refresh_at=clock.now() + AGAIN)


def build(workspace: Workspace, standing: MembershipStanding) -> None:
    """Keep the difference between who fits and who is a member. Raises Overtaken.

    A rule that cannot be asked any more lets nobody new in, and lets those stay who exist.
    """
    asked, audience = Question(workspace), standing.audience
    rule = _rule_of(audience)
    entered, left = _entered(asked, audience, rule), _left(asked, audience, rule)
    was = members_in_warehouse(workspace).get(audience.pk, 0)
    built_for = rule_key(audience.rule) if rule else standing.built_for
    changes = {
        "built_for": built_for,
        "built_at": asked.now,
        "refresh_at": next_flip(rule, asked) if rule else None,
        "is_lost": False,
    }
    found = Found(
        standing, entered, left, _cause(standing, built_for),
        was + len(entered) - len(left), changes, is_told=not standing.is_lost,
    )  # fmt: skip
    with transaction.atomic():
        decide(workspace=workspace, found=[found])
        if found.moves:
            make_readers_due(workspace, audience.pk)
        if Audience.objects.get(pk=audience.pk).rule != audience.rule:
            make_due(workspace, audience)  # it was edited meanwhile
    carry_out(workspace=workspace)


def find_lost(workspace: Workspace) -> None:
    """Note audiences whose members the warehouse does not have: it is another, or an older one.

    What another process decides meanwhile is no loss, so the order of these looks matters.
    """
    rows = list(standings(workspace).exclude(built_for=""))
    moving = set(MembershipMove.objects.values_list("audience_id", flat=True))
    held = members_in_warehouse(workspace)
    for row in rows:
        if row.audience_id not in moving and held.get(row.audience_id, 0) != row.size:
            same = MembershipStanding.objects.filter(pk=row.pk, move=row.move)
            same.update(is_lost=True, refresh_at=clock.now())


def _rule_of(audience: Audience) -> Rule | None:
    try:
        return parse(audience.rule)
    except BadRule:
        return None


def _entered(asked: Question, audience: Audience, rule: Rule | None) -> list[int]:
    if rule is None:
        return []
    held = _members(asked, audience).customer_id
    found = _fitting(asked, audience, rule)
    return list(_ids(found.filter(found.customer_id.notin(held))))


def _left(asked: Question, audience: Audience, rule: Rule | None) -> list[int]:
    held = _members(asked, audience)
    return list(
        _ids(held.filter(held.customer_id.notin(_fitting(asked, audience, rule).customer_id)))
    )


def _members(asked: Question, audience: Audience) -> Any:
    member = asked.tables.member
    return member.filter(member.audience_id == audience.pk)


def _fitting(asked: Question, audience: Audience, rule: Rule | None) -> Any:
    everybody = asked.customer
    if rule is None:
        return everybody
    return everybody.filter(expression(rule, asked.inside(audience.pk)))


def _ids(rows: Any) -> Iterator[int]:
    for block in stream(rows.select("customer_id").order_by("customer_id")):
        yield from (pk for (pk,) in block)


def _cause(standing: MembershipStanding, key: str) -> str:
    if not standing.built_for:
        return FIRST
    return TIME if standing.built_for == key else RULE
