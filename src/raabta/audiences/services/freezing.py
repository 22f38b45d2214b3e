"""A static audience: who is in one today, whatever becomes of the rule."""

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.audiences.condition import conditions
from raabta.audiences.models import Audience, Snapshot
from raabta.audiences.rules import Group, Match
from raabta.audiences.services.audiences import LONGEST_NAME, create_audience
from raabta.audiences.services.snapshots import take_snapshot
from raabta.audiences.wording import day
from raabta.kernel import changes
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


def freeze_audience(
    *, workspace: Workspace, actor: Actor, audience: Audience, name: str
) -> Audience:
    """Make an audience of those who are in this one now. Runs where the warehouse is owned.

    Raises NameTaken or BadRule.
    """
    snapshot = take_snapshot(workspace=workspace, include=[audience])
    key = str(uuid4())
    with transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(list_key=key)
        changes.mark(workspace_id=workspace.pk, table="frozen_member", ids=[snapshot.pk])
        on_list = conditions.build("frozen", {"snapshot": key})
        note = _("“%(name)s” as it was on %(day)s: %(rule)s")
        told = {
            "name": audience.name,
            "day": day(snapshot.taken_at.date()),
            "rule": snapshot.sentence,
        }
        return create_audience(
            workspace=workspace,
            actor=actor,
            name=name[:LONGEST_NAME],
            rule=Group(Match.ALL, (on_list,)),
            description=(note % told)[:1_000],
        )
