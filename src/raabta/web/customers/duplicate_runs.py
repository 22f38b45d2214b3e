"""Searches for duplicates: start one, see how far it is, stop it; how they work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.models import MatchingRun
from raabta.customers.queries.matching import matching_settings
from raabta.customers.services.matching import settings as services
from raabta.customers.services.matching import starting
from raabta.kernel.models import Job
from raabta.web.customers.duplicate_forms import MatchingForm
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.workspaces.job_words import shown

TEMPLATES = "customers/duplicates/"


@page("customers.merge", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    try:
        run = starting.start_search(workspace=request.workspace, actor=request.actor)
    except starting.SearchRuns as error:
        messages.info(request, str(error))
        return redirect(request, reverse("web:duplicates:index"))
    return redirect(request, reverse("web:duplicates:run", args=[run.pk]))


@page("customers.view")
def show(request: HttpRequest, run_id: int) -> HttpResponse:
    """The bar, asked for every second; the queue once it is over."""
    run = get_object_or_404(MatchingRun, workspace=request.workspace, pk=run_id)
    job = Job.objects.filter(pk=run.job_id or 0, workspace_id=request.workspace.pk).first()
    if job is None or (job.is_over and request.htmx):
        return redirect(request, reverse("web:duplicates:index"))
    context = {"run": run, "work": shown(job)}
    return render(request, TEMPLATES + "run.html", context, part="bar")


@page("customers.merge", methods="POST")
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(MatchingRun, workspace=request.workspace, pk=run_id)
    starting.cancel_search(workspace=request.workspace, run_id=run.pk)
    messages.info(request, _("The search stops. What it found so far stays."))
    return redirect(request, reverse("web:duplicates:index"))


@page("customers.attributes", methods="GET POST")
def settings(request: HttpRequest) -> HttpResponse:
    held = matching_settings(request.workspace)
    form = MatchingForm(request.POST or None, workspace=request.workspace, held=held)
    if form.is_valid():
        try:
            services.change_matching(
                workspace=request.workspace, actor=request.actor, values=form.values()
            )
        except services.InvalidSettings as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. The next search uses it."))
            return redirect(request, reverse("web:duplicates:index"))
    status = 422 if form.errors else 200
    return render(request, TEMPLATES + "settings.html", {"form": form}, status=status)
