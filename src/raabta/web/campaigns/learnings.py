"""What was learned from a campaign."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from raabta.campaigns import services
from raabta.web.campaigns.forms import LearningsForm
from raabta.web.campaigns.lookup import campaign_or_404, to_campaign
from raabta.web.http import HttpRequest, page


@page("campaigns.edit", methods="POST")
def update(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    form = LearningsForm(request.POST)
    if form.is_valid():
        services.keep_learnings(
            workspace=request.workspace,
            actor=request.actor,
            campaign=campaign,
            text=form.cleaned_data["learnings"],
        )
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Not saved: the text is too long."))
    return to_campaign(request, campaign)
