"""The pre-flight count, and the people behind its numbers."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from raabta.campaigns import services
from raabta.campaigns.queries import label_of, reach_of
from raabta.customers.models import Customer
from raabta.web.campaigns.lookup import campaign_or_404, to_campaign
from raabta.web.campaigns.pages import powers
from raabta.web.http import HttpRequest, page, redirect, render


@page("campaigns.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The funnel; while it is counted, asked for again every second."""
    campaign = campaign_or_404(pk)
    if request.htmx and not reach_of(campaign).is_running and "was" in request.GET:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = {**powers(request), "campaign": campaign, "reach": reach_of(campaign)}
    return render(request, "campaigns/reach/show.html", context, part="funnel")


@page("campaigns.edit", methods="POST")
def create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    services.request_reach(workspace=request.workspace, actor=request.actor, campaign=campaign)
    if request.POST.get("next") == "reach":
        return redirect(request, reverse("web:campaigns:reach", args=[campaign.pk]))
    return to_campaign(request, campaign)


@page("campaigns.view")
def people(request: HttpRequest, pk: int, stage: str) -> HttpResponse:
    campaign = campaign_or_404(pk)
    reach = reach_of(campaign)
    if stage not in reach.samples or not request.may("customers.view"):
        raise Http404
    ids = reach.samples[stage]
    known = Customer.objects.in_bulk(ids)
    context = {
        "campaign": campaign,
        "reach": reach,
        "stage": label_of(stage),
        "total": reach.counts.get(stage, 0),
        "people": [known[one] for one in ids if one in known],
    }
    return render(request, "campaigns/reach/people.html", context)
