from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import progress_of
from raabta.workspaces.home_card import HomeCard, Matter
from raabta.workspaces.models import Workspace

GOING = (Campaign.State.PREPARING, Campaign.State.SENDING, Campaign.State.PAUSED)
SHOWN = 10


class StuckCampaigns(HomeCard):
    """Sends that stopped, are paused, or have mails of which nobody knows whether they left."""

    key: ClassVar[str] = "stuck_campaigns"
    permission: ClassVar[str] = "campaigns.launch"
    place: ClassVar[int] = 10

    def matters(self, workspace: Workspace) -> list[Matter]:
        rows = Campaign.objects.filter(workspace=workspace, archived_at=None)
        going = rows.filter(state__in=GOING).order_by("-launched_at")[:SHOWN]
        return [matter for campaign in going for matter in _matters(campaign)]


def _matters(campaign: Campaign) -> list[Matter]:
    progress = progress_of(campaign)
    name = {"name": campaign.name}
    found = []
    if progress.has_failed:
        found.append(_matter(campaign, _("The preparation of “%(name)s” stopped.") % name, "error"))
    if progress.unknown:
        words = ngettext(
            "“%(name)s”: nobody knows whether %(number)d mail left.",
            "“%(name)s”: nobody knows whether %(number)d mails left.",
            progress.unknown,
        )
        found.append(_matter(campaign, words % {**name, "number": progress.unknown}, "warning"))
    if campaign.state == Campaign.State.PAUSED:
        found.append(_matter(campaign, _("“%(name)s” is paused.") % name, "warning"))
    return found


def _matter(campaign: Campaign, text: str, tone: str) -> Matter:
    return Matter(
        text=text,
        url_name="web:campaigns:show",
        url_args=(campaign.pk,),
        tone="error" if tone == "error" else "warning",
        icon="circle-alert" if tone == "error" else "triangle-alert",
        action=_("Decide"),
    )
