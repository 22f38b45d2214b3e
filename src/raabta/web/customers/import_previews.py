"""What an import would do with the first rows, before anything is written."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.import_format import UnreadableFile
from raabta.customers.imports.reasons import explain
from raabta.customers.models import Import
from raabta.customers.services import imports as services
from raabta.web.customers.import_report import VERBS, verbs_of
from raabta.web.customers.imports import TEMPLATES, target_label
from raabta.web.http import HttpRequest, page, redirect, render

SHOWN_COLUMNS = 8


@page("customers.import")
def show(request: HttpRequest, import_id: int) -> HttpResponse:
    row = get_object_or_404(Import, pk=import_id)
    if row.state != Import.State.UPLOADED:
        return redirect(request, reverse("web:imports:show", args=[row.pk]))
    if services.missing(row):
        return redirect(request, reverse("web:imports:mapping", args=[row.pk]))
    names = row.layout["columns"]
    places = [int(place) for place in row.mapping][:SHOWN_COLUMNS]
    context = {"row": row, "target": target_label(row), "names": [names[p] for p in places]}
    try:
        found = services.preview(row=row, actor=request.actor)
    except UnreadableFile as error:
        context["error"] = _("The file cannot be read: %(why)s") % {"why": error}
        return render(request, TEMPLATES + "preview.html", context, status=422)
    context["counts"] = verbs_of(found.counts)
    context["rows"] = [
        {
            "line": source.line,
            "cells": [source.cells[p] if p < len(source.cells) else "" for p in places],
            "verb": VERBS[verb],
            "why": explain(problems, names, row.target),
        }
        for source, verb, problems in found.rows
    ]
    return render(request, TEMPLATES + "preview.html", context)
