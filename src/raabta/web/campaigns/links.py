"""Ask where the links of a campaign's message lead, and wait for the answers on its page."""

from django.http import HttpResponse

from raabta.campaigns.models import Campaign
from raabta.content.queries import running_link_check
from raabta.content.services import check_links
from raabta.web.campaigns.lookup import campaign_or_404, to_campaign
from raabta.web.http import HttpRequest, page, render


@page("campaigns.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the check is, asked every second; once it is over the page loads again."""
    campaign = campaign_or_404(pk)
    checking = running_link_check(campaign.template) if campaign.template else None
    if request.htmx and checking is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = {"campaign": campaign, "checking": checking}
    return render(request, "campaigns/links/show.html", context)


@page("campaigns.edit", methods="POST")
def create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    ask_links(request, campaign)
    return to_campaign(request, campaign)


def ask_links(request: HttpRequest, campaign: Campaign) -> None:
    """Ask them in the background, unless that is under way."""
    template = campaign.template
    if template is None or running_link_check(template) is not None:
        return
    check_links(workspace=request.workspace, template=template, requested_by_id=request.user.pk)
