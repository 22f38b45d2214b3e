"""A running send: its progress, and stopping, going on, ending it."""

from collections.abc import Callable
from typing import Literal

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.campaigns import services
from raabta.web.campaigns.lookup import campaign_or_404, explain, to_campaign
from raabta.web.campaigns.pages import live_context
from raabta.web.http import HttpRequest, page, render

LAUNCH = "campaigns.launch"


@page("campaigns.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The live part of the page; it loads the page anew when the state changed meanwhile."""
    campaign = campaign_or_404(pk)
    if not request.htmx:
        return to_campaign(request, campaign)
    if request.GET.get("was") != campaign.state:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = live_context(request, campaign)
    return render(request, "campaigns/campaigns/show.html", context, part="live")


@page(LAUNCH, methods="POST")
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    return _steer(request, pk, services.pause_campaign, _("Paused. No further mail leaves."))


@page(LAUNCH, methods="POST")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _steer(request, pk, services.resume_campaign, _("Going on."))


@page(LAUNCH, methods="POST")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("Cancelled. What was sent stays in the report.")
    return _steer(request, pk, services.cancel_campaign, done)


@page(LAUNCH, methods="POST")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    return _steer(request, pk, services.retry_preparation, _("Trying again."))


@page(LAUNCH, methods="POST")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    chosen = request.POST.get("policy")
    policy: Literal["sent", "resend"] = "resend" if chosen == "resend" else "sent"
    if chosen != policy:
        return to_campaign(request, campaign)
    settled = services.settle_unknown_messages(
        workspace=request.workspace, actor=request.actor, campaign=campaign, policy=policy
    )
    words = ngettext("%(number)d message settled.", "%(number)d messages settled.", settled)
    messages.success(request, words % {"number": settled})
    return to_campaign(request, campaign)


def _steer(request: HttpRequest, pk: int, service: Callable[..., None], done: str) -> HttpResponse:
    campaign = campaign_or_404(pk)
    try:
        service(workspace=request.workspace, actor=request.actor, campaign=campaign)
    except services.CannotSteer as error:
        explain(request, error)
    else:
        messages.success(request, done)
    return to_campaign(request, campaign)
