"""Which audiences are to be built anew."""

from datetime import timedelta

from django.db.models import QuerySet

from raabta.audiences.models import Audience, MembershipStanding
from raabta.audiences.queries.membership import reaches_others
from raabta.audiences.queries.uses import readers_of
from raabta.kernel import clock
from raabta.workspaces.models import Workspace

PAUSE = timedelta(seconds=10)


def make_due(workspace: Workspace, audience: Audience | None = None) -> None:
    """Build the audience anew soon, and those that read it; or all of them."""
    if audience is None:
        _begin_missing(workspace)
        _live(workspace).update(refresh_at=clock.now())
        return
    if audience.archived_at is None:
        MembershipStanding.objects.update_or_create(
            workspace=workspace, audience=audience, defaults={"refresh_at": clock.now()}
        )
    make_readers_due(workspace, audience.pk)


def make_readers_due(workspace: Workspace, audience_id: int) -> None:
    """Build those anew that ask whether somebody is in this audience."""
    readers = readers_of(workspace, audience_id)
    _live(workspace).filter(audience_id__in=readers).update(refresh_at=clock.now())


def make_reaching_due(workspace: Workspace) -> None:
    """Somebody changed: build those anew that ask about others' rows, a while after the last time.

    They are too few, and their answers too far-reaching, to be asked for each change.
    """
    now = clock.now()
    for row in _live(workspace).select_related("audience"):
        at = max(now, row.built_at + PAUSE) if row.built_at else now
        if reaches_others(row.audience.rule) and (row.refresh_at is None or row.refresh_at > at):
            MembershipStanding.objects.filter(pk=row.pk).update(refresh_at=at)


def _live(workspace: Workspace) -> QuerySet[MembershipStanding]:
    return MembershipStanding.objects.filter(workspace=workspace, audience__archived_at=None)


def _begin_missing(workspace: Workspace) -> None:
    """Of audiences that came with an imported workspace."""
    known = MembershipStanding.objects.filter(workspace=workspace).values_list("audience_id")
    new = Audience.objects.filter(workspace=workspace, archived_at=None).exclude(pk__in=known)
    for audience in new:
        MembershipStanding.objects.get_or_create(workspace=workspace, audience=audience)
