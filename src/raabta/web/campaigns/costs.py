"""Cost lines of a campaign, planned and spent."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from raabta.campaigns import services
from raabta.campaigns.models import CostLine
from raabta.campaigns.queries import costs_of
from raabta.kernel.money import to_minor
from raabta.web.campaigns.forms import CostForm
from raabta.web.campaigns.lookup import campaign_or_404
from raabta.web.campaigns.pages import powers
from raabta.web.http import HttpRequest, page, redirect, render


@page("campaigns.view")
def index(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk, CostForm(), status=200)


@page("campaigns.edit", methods="POST")
def create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    form = CostForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form, status=422)
    given = form.cleaned_data
    services.add_cost(
        workspace=request.workspace,
        actor=request.actor,
        campaign=campaign,
        label=given["label"],
        amount_minor=to_minor(given["amount"], campaign.currency),
        is_actual=given["kind"] == "actual",
        spent_on=given["spent_on"],
    )
    return redirect(request, reverse("web:campaigns:costs", args=[campaign.pk]))


@page("campaigns.edit", methods="POST")
def delete(request: HttpRequest, pk: int, cost_pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    cost = get_object_or_404(CostLine, pk=cost_pk, campaign=campaign)
    services.remove_cost(workspace=request.workspace, actor=request.actor, cost=cost)
    return redirect(request, reverse("web:campaigns:costs", args=[campaign.pk]))


def _page(request: HttpRequest, pk: int, form: CostForm, *, status: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    lines = CostLine.objects.filter(campaign=campaign).order_by("is_actual", "id")
    costs = costs_of(campaign)
    left = None if campaign.budget_minor is None else campaign.budget_minor - costs.minor
    context = {
        **powers(request),
        "campaign": campaign,
        "form": form,
        "lines": lines,
        "costs": costs,
        "left_minor": left,
    }
    return render(request, "campaigns/costs/index.html", context, status=status)
