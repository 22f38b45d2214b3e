"""What the campaign pages look up and say alike."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.campaigns.models import Campaign
from raabta.campaigns.services import CannotSteer, NotADraft, WindowClosed
from raabta.web.http import HttpRequest, redirect

TONES = {
    Campaign.State.DRAFT: "neutral",
    Campaign.State.SCHEDULED: "info",
    Campaign.State.PREPARING: "info",
    Campaign.State.SENDING: "primary",
    Campaign.State.PAUSED: "warning",
    Campaign.State.SENT: "success",
    Campaign.State.CANCELLED: "error",
}


def campaign_or_404(pk: int) -> Campaign:
    """A campaign of the workspace in use."""
    rows = Campaign.objects.select_related("template", "sender", "workspace")
    return get_object_or_404(rows, pk=pk)


def to_campaign(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return redirect(request, reverse("web:campaigns:show", args=[campaign.pk]))


def explain(request: HttpRequest, error: Exception) -> None:
    """Put a refused change of state into words."""
    if isinstance(error, CannotSteer):
        words = _("Nothing was changed: the campaign is “%(state)s” now.")
        messages.warning(request, words % {"state": error.state.label})
    elif isinstance(error, WindowClosed):
        messages.warning(
            request,
            _("Too late to take it back: the send began. You can still cancel what is left."),
        )
    elif isinstance(error, NotADraft):
        messages.warning(
            request, _("Nothing was changed: the campaign was launched. Clone it to change it.")
        )
    else:
        raise error
