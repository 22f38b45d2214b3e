"""Export the whole workspace, and download it for a week."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raabta.kernel.models import Job
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.workspaces.job_words import shown
from raabta.workspaces.services import leaving
from raabta.workspaces.workspace_export import in_order


@page("workspace.export")
def index(request: HttpRequest) -> HttpResponse:
    found = leaving.exports_of(request.workspace)
    context = {
        "kinds": [one.label for one in in_order() if one.tables or one.key == "events"],
        "exports": [(shown(job), leaving.export_path(job).is_file()) for job in found],
        "job": next((job for job in found if not job.is_over), None),
        "days": leaving.KEPT_DAYS,
    }
    return render(request, "workspaces/leaving/index.html", context)


@page("workspace.export", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    try:
        leaving.request_export(workspace=request.workspace, actor=request.actor)
    except leaving.UnderWay:
        messages.warning(request, _("An export is being made already."))
    return redirect(request, reverse("web:leaving:index"))


@page("workspace.export")
def show(request: HttpRequest, job_id: int) -> HttpResponse:
    """Send the file; the audit trail keeps who took it."""
    exports = Job.objects.filter(workspace_id=request.workspace.pk, kind=leaving.EXPORT)
    job = get_object_or_404(exports, pk=job_id, state=Job.State.DONE)
    path = leaving.export_path(job)
    if not path.is_file():
        raise Http404(_("The file was removed after seven days. Export again."))
    leaving.note(request.workspace, request.actor, "workspace.downloaded", {"job": job.pk})
    return FileResponse(  # type: ignore[return-value]
        path.open("rb"),
        as_attachment=True,
        filename=f"{slugify(request.workspace.name) or 'workspace'}-{job.pk}.zip",
        content_type="application/zip",
    )
