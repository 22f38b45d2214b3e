"""A person's own data, by a signed link that works while the file is kept."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from raabta.customers.services.person_export import (
    EXPORT_PERSON,
    note_person_download,
    person_export_path,
)
from raabta.kernel.models import Job
from raabta.messaging.evidence import READER
from raabta.messaging.signing import is_signed
from raabta.web.customers.person_exports import file_of
from raabta.web.http import render
from raabta.web.messaging.clicks import gone
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@require_safe
def show(request: HttpRequest, job_id: int, signature: str) -> HttpResponse:
    job = Job.objects.filter(pk=job_id, kind=EXPORT_PERSON).first()
    if job is None or not is_signed(signature, "export", str(job_id)):
        return gone(request)
    workspace = Workspace.objects.get(pk=job.workspace_id or 0)
    with working_in(workspace), translation.override(job.payload["language"]):
        request.LANGUAGE_CODE = job.payload["language"]
        if job.state == Job.State.DONE and person_export_path(job).exists():
            note_person_download(workspace=workspace, actor=READER, job=job)
            return file_of(job)
        is_waiting = job.state in {Job.State.QUEUED, Job.State.RUNNING}
        context = {"is_waiting": is_waiting, "brand_name": workspace.name}
        status = 200 if is_waiting else 410
        return render(request, "messaging/public/download.html", context, status=status)


show.is_public = True  # type: ignore[attr-defined]
