"""Make another workspace: an empty one, or one of an archive that another Raabta wrote."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from raabta.kernel.models import Job
from raabta.web.http import HttpRequest, own_page, redirect, render
from raabta.web.workspaces.forms import ArrivalForm, WorkspaceForm
from raabta.web.workspaces.job_words import shown
from raabta.workspaces.actor import Actor
from raabta.workspaces.leaving.archive import UnreadableArchive
from raabta.workspaces.services import arrivals, create_workspace
from raabta.workspaces.services.arrivals import IMPORT


@own_page(methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    language, zone = request.LANGUAGE_CODE, timezone.get_current_timezone_name()
    start = {"language": language, "time_zone": zone, "currency": "USD"}
    form = WorkspaceForm(request.POST or None, initial=start)
    if not form.is_valid():
        status = 422 if request.POST else 200
        return render(request, "workspaces/workspaces/new.html", {"form": form}, status=status)
    made = create_workspace(owner=request.user, **form.cleaned_data)
    request.session["workspace_id"] = made.pk
    messages.success(request, _("The workspace is ready."))
    return redirect(request, reverse("web:home"))


@own_page(methods="GET POST")
def bring(request: HttpRequest) -> HttpResponse:
    """Upload the archive that another workspace left with."""
    posted = request.method == "POST"
    form = ArrivalForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            job = arrivals.receive_archive(
                user=request.user,
                actor=Actor.user(request.user),
                name=form.cleaned_data["name"],
                pieces=form.cleaned_data["file"].chunks(),
            )
        except (UnreadableArchive, arrivals.ArchiveTooLarge) as error:
            form.add_error("file", str(error))
        except arrivals.ArrivalUnderWay as error:
            form.add_error(None, str(error))
        else:
            return redirect(request, reverse("web:workspaces:arrival", args=[job.pk]))
    mine = [shown(job) for job in arrivals.arrivals_of(request.user)]
    context = {"form": form, "largest": arrivals.LARGEST // 2**20, "arrivals": mine}
    status = 422 if form.errors else 200
    return render(request, "workspaces/workspaces/bring.html", context, status=status)


@own_page()
def arrival(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far it is, and then what arrived; only who asked for it sees it."""
    asked = Job.objects.filter(kind=IMPORT, requested_by_id=request.user.pk)
    job = get_object_or_404(asked, pk=job_id)
    context = {"job": shown(job), "counts": arrivals.counts_of(job)}
    return render(request, "workspaces/workspaces/arrival.html", context, part="progress")
