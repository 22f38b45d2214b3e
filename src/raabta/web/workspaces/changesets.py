"""What was changed in bulk, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.kernel.models import Job
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.paging import after_and_before
from raabta.workspaces.models import User
from raabta.workspaces.queries import change_sets
from raabta.workspaces.services.change_sets import AlreadyReverted, NotRevertible, ask_for_revert


@page("customers.edit")
def index(request: HttpRequest) -> HttpResponse:
    found = change_sets(request.workspace, user=only(request))
    rows, previous, following = after_and_before(request, found)
    context = {"change_sets": rows, "previous": previous, "next": following}
    return render(request, "workspaces/changesets/index.html", context)


@page("customers.edit")
def show(request: HttpRequest, change_set_id: int) -> HttpResponse:
    found = get_object_or_404(change_sets(request.workspace, user=only(request)), pk=change_set_id)
    job = Job.objects.filter(pk=found.job_id or 0, workspace_id=request.workspace.pk).first()
    context = {
        "change_set": found,
        "job": job,
        "skipped": sorted(found.skipped.items()),
        "may_revert": found.state == "applied" or (found.state == "reverting" and not running(job)),
    }
    return render(request, "workspaces/changesets/show.html", context)


@page("customers.edit", methods="POST")
def revert(request: HttpRequest, change_set_id: int) -> HttpResponse:
    found = get_object_or_404(change_sets(request.workspace, user=only(request)), pk=change_set_id)
    try:
        ask_for_revert(workspace=request.workspace, change_set=found, user=request.user)
    except AlreadyReverted:
        messages.info(request, _("This change was taken back before."))
    except NotRevertible:
        messages.error(request, _("This change cannot be taken back. Nothing was changed."))
    return redirect(request, reverse("web:changesets:show", args=[found.pk]))


def only(request: HttpRequest) -> User | None:
    """Everybody takes back their own changes; administrators take back anybody's."""
    return None if request.may("workspace.system") else request.user


def running(job: Job | None) -> bool:
    return job is not None and not job.is_over
