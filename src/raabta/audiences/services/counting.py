"""Keep how many people are in an audience, for lists and for its history."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from raabta.audiences.models import Audience, AudienceCount
from raabta.audiences.queries import count, rule_of
from raabta.audiences.queries.membership import kept
from raabta.kernel import clock
from raabta.workspaces.models import Workspace

STANDS = timedelta(minutes=10)


def count_audience(*, workspace: Workspace, audience: Audience, asker: str = "") -> int:
    """Count now and keep the number. Raises BadRule or QueryStopped.

    The same number is not written again within ten minutes: whoever only looks need not wait for
    those who write.
    """
    standing, now = kept(audience), clock.now()
    found = standing.size if standing else count(workspace, rule_of(audience), asker=asker)
    counted_at = audience.last_counted_at
    if found == audience.last_count and counted_at and now - counted_at < STANDS:
        return found
    Audience.objects.filter(pk=audience.pk).update(last_count=found, last_counted_at=now)
    AudienceCount.objects.update_or_create(
        workspace=workspace,
        audience=audience,
        counted_on=now.astimezone(ZoneInfo(workspace.time_zone)).date(),
        defaults={"count": found},
    )
    audience.last_count, audience.last_counted_at = found, now
    return found
