"""Everything held of one customer, as a file."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.services.person_export import (
    EXPORT_PERSON,
    export_person,
    note_person_download,
    person_export_path,
)
from raabta.kernel.models import Job
from raabta.web.customers.customers import find
from raabta.web.http import HttpRequest, page, redirect


@page("customers.export", methods="POST")
def create(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = find(request, customer_id)
    job = export_person(workspace=request.workspace, actor=request.actor, customer_id=customer.pk)
    return redirect(request, reverse("web:customers:work", args=[job.pk]))


@page("customers.export")
def show(request: HttpRequest, job_id: int) -> HttpResponse:
    """Send the file; the audit trail keeps who took it."""
    exports = Job.objects.filter(workspace_id=request.workspace.pk, kind=EXPORT_PERSON)
    job = get_object_or_404(exports, pk=job_id, state=Job.State.DONE)
    if not person_export_path(job).exists():
        raise Http404(_("The file was removed after seven days. Export again."))
    note_person_download(workspace=request.workspace, actor=request.actor, job=job)
    return file_of(job)


def file_of(job: Job) -> HttpResponse:
    return FileResponse(  # type: ignore[return-value]
        person_export_path(job).open("rb"),
        as_attachment=True,
        filename=f"customer-{job.payload['customer_id']}.zip",
        content_type="application/zip",
    )
