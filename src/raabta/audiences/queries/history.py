"""How an audience grew."""

from datetime import date

from raabta.audiences.models import Audience, AudienceCount
from raabta.workspaces.models import Workspace

DAYS = 90


def counts_of(workspace: Workspace, audience: Audience) -> list[tuple[date, int]]:
    """The last counted days, oldest first."""
    rows = AudienceCount.objects.filter(workspace=workspace, audience=audience)
    found = rows.order_by("-counted_on").values_list("counted_on", "count")[:DAYS]
    return list(found)[::-1]
