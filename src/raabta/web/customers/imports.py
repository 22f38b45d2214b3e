"""Imports: the list, a new upload, and one import from its upload to its report."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.import_format import UnreadableFile
from raabta.customers.import_target import import_targets, offers
from raabta.customers.imports.opening import LARGEST
from raabta.customers.models import Import
from raabta.customers.queries.imports import progress_of
from raabta.customers.services import imports as services
from raabta.web.customers.import_forms import UploadForm
from raabta.web.customers.import_report import report_of, state_of
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.paging import after_and_before

TEMPLATES = "customers/imports/"


@page("customers.import")
def index(request: HttpRequest) -> HttpResponse:
    newest = Import.objects.filter(workspace=request.workspace).order_by("-pk")
    rows, previous, following = after_and_before(request, newest)
    shown = [(row, state_of(progress_of(row)), target_label(row)) for row in rows]
    context = {"rows": shown, "previous": previous, "next": following}
    return render(request, TEMPLATES + "index.html", context)


@page("customers.import", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    offered = offers(request.workspace, request.may)
    form = UploadForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"target": request.GET.get("target") or "customers"},
        offered=offered,
    )
    if posted and form.is_valid():
        try:
            row = services.receive_file(
                workspace=request.workspace,
                actor=request.actor,
                target=form.cleaned_data["target"],
                filename=form.upload.name or "file",
                pieces=form.upload.chunks(),
            )
        except (UnreadableFile, services.FileTooLarge) as error:
            form.add_error("file", str(error))
        else:
            return redirect(request, reverse("web:imports:mapping", args=[row.pk]))
    context = {"form": form, "largest": LARGEST // 2**20}
    return render(request, TEMPLATES + "new.html", context, status=422 if form.errors else 200)


@page("customers.import")
def show(request: HttpRequest, import_id: int) -> HttpResponse:
    row = get_object_or_404(Import, pk=import_id)
    if row.state == Import.State.UPLOADED:
        return redirect(request, reverse("web:imports:mapping", args=[row.pk]))
    progress = progress_of(row)
    context: dict[str, Any] = {
        "row": row,
        "progress": progress,
        "state": state_of(progress),
        "target": target_label(row),
    }
    if not progress.is_over:
        return render(request, TEMPLATES + "progress.html", context)
    context["report"] = report_of(row)
    return render(request, TEMPLATES + "show.html", context)


@page("customers.import")
def progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """The bar alone, asked for every second; goes to the report when it is over."""
    row = get_object_or_404(Import, pk=import_id)
    found = progress_of(row)
    if found.is_over:
        return redirect(request, reverse("web:imports:show", args=[row.pk]))
    context = {"row": row, "progress": found, "state": state_of(found), "target": target_label(row)}
    return render(request, TEMPLATES + "progress.html", context, part="bar")


@page("customers.import", methods="POST")
def delete(request: HttpRequest, import_id: int) -> HttpResponse:
    """Throw away an upload that was not started."""
    row = get_object_or_404(Import, pk=import_id)
    try:
        services.discard_import(row=row)
    except services.WrongState:
        messages.error(request, _("This import has started. Cancel or revert it instead."))
        return redirect(request, reverse("web:imports:show", args=[row.pk]))
    messages.success(request, _("The upload is gone."))
    return redirect(request, reverse("web:imports:index"))


def target_label(row: Import) -> str:
    if row.target not in import_targets:
        return row.target
    return import_targets.build(row.target, row.options).title(row.workspace)
