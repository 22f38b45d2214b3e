"""The four parts of a draft, each a form of its own."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from raabta.campaigns import services
from raabta.campaigns.models import Campaign
from raabta.web.campaigns.forms import AudienceForm, GoalForm, MessageForm, ScheduleForm
from raabta.web.campaigns.links import ask_links
from raabta.web.campaigns.lookup import campaign_or_404, explain, to_campaign
from raabta.web.http import HttpRequest, page, render

EDIT = "campaigns.edit"


@page(EDIT, methods="GET POST")
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    form = AudienceForm(request.POST or None, campaign=campaign)

    def save() -> None:
        services.choose_audiences(
            workspace=request.workspace,
            actor=request.actor,
            campaign=campaign,
            included=form.chosen("in"),
            excluded=form.chosen("out"),
        )
        services.request_reach(workspace=request.workspace, actor=request.actor, campaign=campaign)

    return _step(request, campaign, form, "audience", save=save)


@page(EDIT, methods="GET POST")
def message(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    form = MessageForm(request.POST or None, campaign=campaign)

    def save() -> None:
        _edit(request, campaign, form.changes())
        campaign.refresh_from_db()
        ask_links(request, campaign)

    return _step(request, campaign, form, "message", save=save)


@page(EDIT, methods="GET POST")
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    form = GoalForm(request.POST or None, campaign=campaign)
    return _step(
        request,
        campaign,
        form,
        "goal",
        save=lambda: _edit(request, campaign, form.changes()),
    )


@page(EDIT, methods="GET POST")
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    form = ScheduleForm(request.POST or None, campaign=campaign, workspace=request.workspace)
    return _step(
        request,
        campaign,
        form,
        "schedule",
        save=lambda: _edit(request, campaign, form.changes()),
    )


def _edit(request: HttpRequest, campaign: Campaign, changes: services.DraftChanges) -> None:
    services.edit_draft(
        workspace=request.workspace, actor=request.actor, campaign=campaign, changes=changes
    )
    services.request_reach(workspace=request.workspace, actor=request.actor, campaign=campaign)


def _step(
    request: HttpRequest,
    campaign: Campaign,
    form: forms.Form,
    name: str,
    *,
    save: Callable[[], None],
) -> HttpResponse:
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        context = {"campaign": campaign, "form": form, "in_panel": request.htmx.target == "panel"}
        return render(request, f"campaigns/setup/{name}.html", context, part="panel", status=status)
    try:
        save()
    except services.NotADraft as error:
        explain(request, error)
    else:
        messages.success(request, _("Saved."))
    return to_campaign(request, campaign)
