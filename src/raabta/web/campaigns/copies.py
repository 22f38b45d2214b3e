"""Clone a campaign, and put one away."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.campaigns import services
from raabta.web.campaigns.lookup import campaign_or_404, to_campaign
from raabta.web.http import HttpRequest, page, redirect


@page("campaigns.edit", methods="POST")
def create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    made = services.clone_campaign(
        workspace=request.workspace,
        actor=request.actor,
        campaign=campaign,
        name=_("%(name)s (copy)") % {"name": campaign.name[:100]},
    )
    messages.success(request, _("A draft with the same settings was made."))
    return to_campaign(request, made)


@page("campaigns.edit", methods="POST")
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    try:
        services.archive_campaign(
            workspace=request.workspace, actor=request.actor, campaign=campaign
        )
    except services.StillRunning:
        messages.warning(request, _("It is still running. Cancel it before you archive it."))
        return to_campaign(request, campaign)
    messages.success(request, _("Archived. Its report stays under “Archived”."))
    return redirect(request, reverse("web:campaigns:index"))
