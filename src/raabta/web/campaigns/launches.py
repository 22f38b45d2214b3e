"""Launch a campaign and take a launch back."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.campaigns import services
from raabta.campaigns.launch_check import checklist
from raabta.campaigns.queries import policy_of, reach_of
from raabta.web.campaigns.lookup import campaign_or_404, explain, to_campaign
from raabta.web.campaigns.pages import checklist_context, powers
from raabta.web.http import HttpRequest, page, render


@page("campaigns.launch")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The last look before the send: who, what, when, and how long it can be taken back."""
    campaign = campaign_or_404(pk)
    if not campaign.is_draft:
        return to_campaign(request, campaign)
    services.renew_reach(workspace=request.workspace, actor=request.actor, campaign=campaign)
    context = {
        **powers(request),
        "campaign": campaign,
        "reach": reach_of(campaign),
        "policy": policy_of(request.workspace),
        **checklist_context(campaign, checklist(request.workspace, campaign)),
    }
    return render(request, "campaigns/launches/new.html", context, part="panel")


@page("campaigns.launch", methods="POST")
def create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    try:
        services.launch_campaign(
            workspace=request.workspace, actor=request.actor, campaign=campaign
        )
    except services.LaunchBlocked as error:
        found = len(error.findings)
        words = ngettext(
            "Not launched: %(found)d check must be settled first.",
            "Not launched: %(found)d checks must be settled first.",
            found,
        )
        messages.error(request, words % {"found": found})
    except services.NotADraft as error:
        explain(request, error)
    return to_campaign(request, campaign)


@page("campaigns.launch", methods="POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    try:
        services.withdraw_launch(
            workspace=request.workspace, actor=request.actor, campaign=campaign
        )
    except services.WindowClosed as error:
        explain(request, error)
    else:
        messages.success(request, _("Taken back. Nothing was sent, and it is a draft again."))
    return to_campaign(request, campaign)
