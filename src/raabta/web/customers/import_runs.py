"""Start, cancel and take back an import, and download what it rejected."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raabta.customers.import_target import import_targets
from raabta.customers.imports.reasons import explain
from raabta.customers.models import Import
from raabta.customers.queries.imports import all_rejected
from raabta.customers.services import imports as services
from raabta.web.http import HttpRequest, page, redirect
from raabta.workspaces.scoped import working_in

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@page("customers.import", methods="POST")
def create(request: HttpRequest, import_id: int) -> HttpResponse:
    row = get_object_or_404(Import, pk=import_id)
    if row.target in import_targets and not request.may(import_targets[row.target].permission):
        raise PermissionDenied(row.target)
    try:
        services.start_import(workspace=request.workspace, row=row, actor=request.actor)
    except services.NotReady as error:
        messages.error(request, str(error))
    except services.WrongState:
        pass  # it runs already: show it
    return redirect(request, reverse("web:imports:show", args=[row.pk]))


@page("customers.import", methods="POST")
def cancel(request: HttpRequest, import_id: int) -> HttpResponse:
    row = get_object_or_404(Import, pk=import_id)
    try:
        services.cancel_import(row=row)
        messages.info(request, _("The import stops. What was imported so far stays."))
    except services.WrongState:
        messages.info(request, _("The import is over already."))
    return redirect(request, reverse("web:imports:show", args=[row.pk]))


@page("customers.import", methods="POST")
def revert(request: HttpRequest, import_id: int) -> HttpResponse:
    row = get_object_or_404(Import, pk=import_id)
    try:
        services.revert_import(workspace=request.workspace, row=row, actor=request.actor)
    except services.WrongState:
        messages.error(request, _("This import cannot be taken back now."))
    return redirect(request, reverse("web:imports:show", args=[row.pk]))


@page("customers.import")
def rejected(request: HttpRequest, import_id: int) -> HttpResponse:
    """The rejected rows as a CSV file that can be mended and imported again."""
    row = get_object_or_404(Import, pk=import_id)
    name = f"{slugify(row.filename) or 'import'}-rejected.csv"
    lines = _lines(request.workspace, row, translation.get_language() or "en")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response  # type: ignore[return-value]


def _lines(workspace: Any, row: Import, language: str) -> Iterator[str]:
    columns = row.layout["columns"]
    with translation.override(language):
        heads = [_("Line"), _("Reason")]
    yield "\ufeff" + _csv([*columns, *heads])
    found = all_rejected(workspace, row.pk)
    while True:
        # a stream outlives the request's scope and language, so each step opens its own
        with working_in(workspace), translation.override(language):
            one = next(found, None)
            if one is None:
                return
            why = explain(one.problems, columns, row.target)
        cells = [*one.row, *([""] * (len(columns) - len(one.row)))]
        yield _csv([*cells, str(one.line), why])


def _csv(cells: list[str]) -> str:
    return ",".join(f'"{_harmless(cell)}"' for cell in cells) + "\r\n"


def _harmless(cell: str) -> str:
    """Quotes doubled; what a spreadsheet would run as a formula becomes text."""
    plain = cell.replace('"', '""')
    is_number = plain.lstrip("+-").replace(".", "", 1).replace(" ", "").isdigit()
    return f"'{plain}" if plain.startswith(DANGEROUS) and not is_number else plain
