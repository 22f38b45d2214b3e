"""Accept the surest pairs together: a preview, then a job."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from raabta.customers.queries.matching import bulk_pairs, matching_settings
from raabta.customers.services.matching.accepting import ACCEPT, accept_all
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.web.customers.duplicate_words import shown_pairs
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.workspaces.job_words import shown

TEMPLATES = "customers/duplicates/"
SAMPLE = 10


@page("customers.merge")
def new(request: HttpRequest) -> HttpResponse:
    pairs = bulk_pairs(request.workspace)
    sample = list(pairs.order_by("probability", "bits")[:SAMPLE])
    context = {
        "count": pairs.count(),
        "rows": shown_pairs(request.workspace, sample),
        "settings": matching_settings(request.workspace),
    }
    return render(request, TEMPLATES + "bulk.html", context)


@page("customers.merge", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    job = accept_all(workspace=request.workspace, actor=request.actor)
    return redirect(request, reverse("web:duplicates:bulk_show", args=[job.pk]))


@page("customers.merge")
def show(request: HttpRequest, job_id: int) -> HttpResponse:
    found = Job.objects.filter(workspace_id=request.workspace.pk, kind=ACCEPT)
    job = get_object_or_404(found, pk=job_id)
    kept = job.payload.get("change_set")
    undo_url = reverse("web:changesets:show", args=[kept]) if kept and job.is_over else ""
    context = {"work": shown(job), "undo_url": undo_url}
    return render(request, TEMPLATES + "accepting.html", context, part="bar")


@page("customers.merge", methods="POST")
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """What is merged already stays so."""
    found = Job.objects.filter(workspace_id=request.workspace.pk, kind=ACCEPT)
    jobs.cancel(get_object_or_404(found, pk=job_id).pk)
    return redirect(request, reverse("web:duplicates:bulk_show", args=[job_id]))
