"""Background work: its list, its progress, its end."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.paging import after_and_before
from raabta.web.workspaces.job_words import shown
from raabta.workspaces.models import User
from raabta.workspaces.queries import jobs_of


@page("home.view")
def index(request: HttpRequest) -> HttpResponse:
    rows, previous, following = after_and_before(
        request, jobs_of(request.workspace, user=only(request))
    )
    context = {"jobs": [shown(job) for job in rows], "previous": previous, "next": following}
    return render(request, "workspaces/jobs/index.html", context)


@page("home.view")
def show(request: HttpRequest, job_id: int) -> HttpResponse:
    """The progress of one job: a page, or the part that asks again each second."""
    return tell(request, find(request, job_id))


@page("home.view", methods="POST")
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    job = find(request, job_id)
    jobs.cancel(job.pk)
    job.refresh_from_db()
    if not request.htmx:
        return redirect(request, reverse("web:jobs:show", args=[job.pk]))
    return tell(request, job)


def tell(request: HttpRequest, job: Job) -> HttpResponse:
    return render(request, "workspaces/jobs/show.html", {"job": shown(job)}, part="progress")


def find(request: HttpRequest, job_id: int) -> Job:
    return get_object_or_404(jobs_of(request.workspace, user=only(request)), pk=job_id)


def only(request: HttpRequest) -> User | None:
    return None if request.may("workspace.system") else request.user
