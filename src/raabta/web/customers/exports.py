"""Export customers to a file, and download it."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raabta.customers.columns import Column
from raabta.customers.sensitive import PERMISSION
from raabta.customers.services.bulk_jobs import EXPORT
from raabta.customers.services.exports import (
    download_name,
    export_path,
    export_people,
    note_download,
)
from raabta.customers.table_files import FORMATS
from raabta.kernel.models import Job
from raabta.web.customers.bulk import filters_of, how_many
from raabta.web.customers.listing import chosen_columns, selection, ticked, visible_columns
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect


def exportable(request: HttpRequest) -> dict[str, Column]:
    """A file shows everything in clear, so sensitive columns are for those who may see them."""
    may_reveal = request.may(PERMISSION)
    return {
        key: column
        for key, column in visible_columns(request).items()
        if may_reveal or not (column.field and column.field.is_sensitive)
    }


@page("customers.export", methods="POST")
def new(request: HttpRequest) -> HttpResponse:
    """Ask which columns and format; nobody ticked means everybody of the list."""
    everything = bool(request.POST.get("everything")) or not ticked(request)
    context = {
        "columns": exportable(request).values(),
        "chosen": [column.key for column in chosen_columns(request)],
        "count": how_many(request, everything=everything),
        "selected": ticked(request),
        "everything": everything,
        "query": request.POST.get("query", ""),
    }
    return render(request, "customers/exports/new.html", context, part="panel")


@page("customers.export", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    filters = filters_of(request)
    allowed = exportable(request)
    columns = [key for key in request.POST.getlist("columns") if key in allowed]
    kind = request.POST.get("format", "csv")
    job = export_people(
        workspace=request.workspace,
        actor=request.actor,
        selection=selection(request, filters.rule, filters.search),
        columns=columns or ["id", "name", "email", "phone"],
        kind=kind if kind in FORMATS else "csv",
        name=_("Customers of %(workspace)s") % {"workspace": request.workspace.name},
        language=get_language() or "en",
    )
    return redirect(request, reverse("web:customers:work", args=[job.pk]))


@page("customers.export")
def show(request: HttpRequest, job_id: int) -> HttpResponse:
    """Send the file; the audit trail keeps who took it."""
    exports = Job.objects.filter(workspace_id=request.workspace.pk, kind=EXPORT)
    job = get_object_or_404(exports, pk=job_id, state=Job.State.DONE)
    path = export_path(job)
    if not path.exists():
        raise Http404(_("The file was removed after seven days. Export again."))
    note_download(workspace=request.workspace, actor=request.actor, job=job)
    return FileResponse(  # type: ignore[return-value]
        path.open("rb"),
        as_attachment=True,
        filename=download_name(job),
        content_type=FORMATS[job.payload["format"]],
    )
