"""What the columns of an upload become, and how the file is read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from raabta.customers.import_format import UnreadableFile, import_formats, layout_from
from raabta.customers.import_target import ImportTarget, import_targets
from raabta.customers.models import Import
from raabta.customers.services import imports as services
from raabta.customers.services.recognition import known_export_of
from raabta.web.customers.import_forms import LayoutForm, OptionsForm, grouped
from raabta.web.customers.imports import TEMPLATES, target_label
from raabta.web.http import HttpRequest, page, redirect, render

SAMPLES = 3


@page("customers.import", methods="GET POST")
def edit(request: HttpRequest, import_id: int) -> HttpResponse:
    row = get_object_or_404(Import, pk=import_id)
    if row.state != Import.State.UPLOADED:
        return redirect(request, reverse("web:imports:show", args=[row.pk]))
    target = import_targets.build(row.target, row.options)
    form = OptionsForm(
        target, request.workspace, request.POST if request.method == "POST" else None
    )
    if request.method == "GET" or not form.is_valid():
        return _shown(request, row, target, form)
    mapping = {
        name.removeprefix("column-"): request.POST[name]
        for name in request.POST
        if name.startswith("column-") and name.removeprefix("column-").isdecimal()
    }
    try:
        services.change_mapping(row=row, mapping=mapping, options=form.given())
    except ValidationError as error:
        for problem in error.errors():
            form.add_error(
                str(problem["loc"][0]),
                _("This cannot be used: %(text)s") % {"text": problem["msg"]},
            )
        return _shown(request, row, target, form)
    if services.missing(row):
        return _shown(request, row, target, form, lacking=services.missing(row))
    return redirect(request, reverse("web:imports:preview", args=[row.pk]))


@page("customers.import", methods="POST")
def update_layout(request: HttpRequest, import_id: int) -> HttpResponse:
    """Read the file again with another encoding, delimiter, sheet or first row."""
    row = get_object_or_404(Import, pk=import_id)
    form = LayoutForm(layout_from(row.layout), request.POST)
    if form.is_valid():
        try:
            services.change_layout(row=row, values=form.cleaned_data)
        except (UnreadableFile, UnicodeError) as error:
            messages.error(
                request, _("The file cannot be read like that: %(why)s") % {"why": error}
            )
        except services.WrongState:
            messages.error(request, _("This import has started."))
    else:
        messages.error(request, _("The file cannot be read like that."))
    return redirect(request, reverse("web:imports:mapping", args=[row.pk]))


@page("customers.import", methods="POST")
def update_recognition(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take or leave the mapping of the system whose export this looks like."""
    row = get_object_or_404(Import, pk=import_id)
    try:
        services.trust_recognition(row=row, is_trusted=bool(request.POST.get("trusted")))
    except services.WrongState:
        messages.error(request, _("This import has started."))
    return redirect(request, reverse("web:imports:mapping", args=[row.pk]))


def _shown(
    request: HttpRequest,
    row: Import,
    target: ImportTarget,
    form: OptionsForm,
    *,
    lacking: list[str] | None = None,
) -> HttpResponse:
    layout = layout_from(row.layout)
    fields = target.fields(request.workspace)
    samples = services.samples(row, SAMPLES)
    columns: list[dict[str, Any]] = [
        {
            "place": place,
            "name": name,
            "samples": [one[place] for one in samples if place < len(one) and one[place]],
            "chosen": row.mapping.get(str(place), ""),
        }
        for place, name in enumerate(layout.columns)
    ]
    context = {
        "row": row,
        "known": known_export_of(row),
        "target": target_label(row),
        "format": import_formats[layout.key].label,
        "layout_form": LayoutForm(layout),
        "form": form,
        "columns": columns,
        "choices": grouped(fields),
        "lacking": lacking or [],
    }
    status = 422 if form.errors or lacking else 200
    return render(request, TEMPLATES + "mapping.html", context, status=status)
