"""The progress of a bulk edit or an export, from choosing the people to the result."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.services.bulk_jobs import (
    BULK_EDIT,
    EXPORT,
    SELECT_HERE,
    SELECT_IN_WAREHOUSE,
)
from raabta.customers.services.person_export import EXPORT_PERSON
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.objects.services.bulk import BULK as BULK_OBJECTS
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.workspaces.job_words import STATES, problem_of

NAMES: dict[str, Promise] = {
    SELECT_HERE: gettext_lazy("Finding the customers"),
    SELECT_IN_WAREHOUSE: gettext_lazy("Finding the customers"),
    BULK_EDIT: gettext_lazy("Changing customers"),
    EXPORT: gettext_lazy("Writing the file"),
    EXPORT_PERSON: gettext_lazy("Collecting everything about one person"),
    BULK_OBJECTS: gettext_lazy("Changing records"),
}
TEMPLATE = "customers/work/show.html"


@dataclass(frozen=True)
class Work:
    job: Job
    title: str
    state: str
    tone: str
    problem: str
    result_url: str
    result_label: str
    is_over: bool


@page("customers.view")
def show(request: HttpRequest, job_id: int) -> HttpResponse:
    return tell(request, find(request, job_id))


@page("customers.view", methods="POST")
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    last = follow(find(request, job_id))
    jobs.cancel(last.pk)
    if not request.htmx:
        return redirect(request, reverse("web:customers:work", args=[job_id]))
    return tell(request, find(request, job_id))


def tell(request: HttpRequest, job: Job) -> HttpResponse:
    context = {"work": work_of(follow(job)), "first": job}
    return render(request, TEMPLATE, context, part="progress")


def find(request: HttpRequest, job_id: int) -> Job:
    """The asker's own job, or anybody's for administrators."""
    known = Job.objects.filter(workspace_id=request.workspace.pk, kind__in=NAMES)
    if not request.may("workspace.system"):
        known = known.filter(requested_by_id=request.user.pk)
    return get_object_or_404(known, pk=job_id)


def follow(job: Job) -> Job:
    """The job that took over from this one."""
    following = Job.objects.filter(
        pk=job.result.get("next_job", 0), workspace_id=job.workspace_id
    ).first()
    return follow(following) if following else job


def work_of(job: Job) -> Work:
    state, tone = STATES[Job.State(job.state)]
    hands_over = job.kind in {SELECT_HERE, SELECT_IN_WAREHOUSE} and job.state == Job.State.DONE
    url, label = _result(job)
    return Work(
        job=job,
        title=str(NAMES[job.kind]),
        state=str(state),
        tone="primary" if tone in {"neutral", "info"} else tone,
        problem=problem_of(job),
        result_url=url,
        result_label=label,
        is_over=job.is_over and not hands_over,
    )


def _result(job: Job) -> tuple[str, str]:
    if job.kind == EXPORT and job.state == Job.State.DONE:
        return reverse("web:customers:download", args=[job.pk]), _("Download the file")
    if job.kind == EXPORT_PERSON and job.state == Job.State.DONE:
        return reverse("web:customers:download_person", args=[job.pk]), _("Download the file")
    if job.kind in {BULK_EDIT, BULK_OBJECTS} and job.is_over:
        change_set = job.payload["change_set"]
        return reverse("web:changesets:show", args=[change_set]), _("See what changed, or undo it")
    return "", ""
