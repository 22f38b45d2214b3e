"""List, make, show, rename and delete campaigns."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.campaigns import services
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import listed
from raabta.web.campaigns.forms import NameForm
from raabta.web.campaigns.lookup import campaign_or_404, explain, to_campaign
from raabta.web.campaigns.pages import draft_context, index_rows, powers, report_context
from raabta.web.http import HttpRequest, page, redirect, render

PAGE = 25


@page("campaigns.view")
def index(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    rows = listed(
        request.workspace,
        search=request.GET.get("q", "").strip()[:100],
        state="" if state == "archived" else state,
        archived=state == "archived",
    )
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        **powers(request),
        "page": found,
        "rows": index_rows(request.workspace, list(found)),
        "total": found.paginator.count,
        "states": [("running", _("Running")), *Campaign.State.choices, ("archived", _("Archived"))],
        "is_filtered": bool(request.GET.get("q") or state),
    }
    return render(request, "campaigns/campaigns/index.html", context, part="rows")


@page("campaigns.edit")
def new(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/campaigns/new.html", {"form": NameForm()})


@page("campaigns.edit", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST)
    if not form.is_valid():
        return render(request, "campaigns/campaigns/new.html", {"form": form}, status=422)
    made = services.create_campaign(
        workspace=request.workspace, actor=request.actor, name=form.cleaned_data["name"]
    )
    return to_campaign(request, made)


@page("campaigns.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft's setup, or the live progress and report of what was launched."""
    campaign = campaign_or_404(pk)
    if campaign.is_draft:
        if request.may("campaigns.edit"):
            services.renew_reach(
                workspace=request.workspace, actor=request.actor, campaign=campaign
            )
        context = draft_context(request, campaign)
        return render(request, "campaigns/campaigns/draft.html", context)
    return render(request, "campaigns/campaigns/show.html", report_context(request, campaign))


@page("campaigns.edit", methods="GET POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    form = NameForm(request.POST or None, initial={"name": campaign.name})
    context = {"campaign": campaign, "form": form}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "campaigns/campaigns/edit.html", context, status=status)
    try:
        services.edit_draft(
            workspace=request.workspace,
            actor=request.actor,
            campaign=campaign,
            changes={"name": form.cleaned_data["name"]},
        )
    except services.NotADraft as error:
        explain(request, error)
    return to_campaign(request, campaign)


@page("campaigns.edit", methods="POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    try:
        services.delete_draft(workspace=request.workspace, actor=request.actor, campaign=campaign)
    except services.NotADraft as error:
        explain(request, error)
        return to_campaign(request, campaign)
    messages.success(request, _("The draft was deleted."))
    return redirect(request, reverse("web:campaigns:index"))
