"""Attributes that are computed by a formula: made, changed, looked at before."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.fields import Field
from raabta.customers.models import AttributeDefinition
from raabta.customers.services.attributes import KeyTaken, define_attribute, edit_attribute
from raabta.customers.services.formulas import living
from raabta.web.customers.formula_forms import FormulaForm
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

FORM = "customers/attributes/formula.html"
PREVIEW = "customers/attributes/formula_preview.html"
SHOWN = 3


@page("customers.attributes", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = FormulaForm(request.POST or None, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        try:
            define_attribute(workspace=request.workspace, actor=request.actor, values=form.values)
            messages.success(request, _("The values are being computed."))
            return redirect(request, reverse("web:attributes:index"))
        except KeyTaken as error:
            form.add_error("key", str(error))
    return form_page(request, form)


@page("customers.attributes", methods="GET POST")
def edit(request: HttpRequest, formula_id: int) -> HttpResponse:
    held = AttributeDefinition.objects.exclude(formula="")
    definition = get_object_or_404(held, pk=formula_id)
    form = FormulaForm(request.POST or None, workspace=request.workspace, definition=definition)
    if request.method == "POST" and form.is_valid():
        edit_attribute(
            workspace=request.workspace,
            actor=request.actor,
            definition_id=definition.pk,
            values=form.cleaned_data,
        )
        messages.success(request, _("The values are being computed."))
        return redirect(request, reverse("web:attributes:index"))
    return form_page(request, form, definition)


@page("customers.attributes", methods="POST")
def preview(request: HttpRequest) -> HttpResponse:
    """What some people would get; `about` names the attribute that is edited."""
    about = request.POST.get("about", "")
    pk = int(about) if about.isascii() and about.isdigit() and len(about) < 19 else 0
    definition = AttributeDefinition.objects.filter(pk=pk).exclude(formula="").first()
    form = FormulaForm(request.POST, workspace=request.workspace, definition=definition)
    form.full_clean()
    context: dict[str, Any] = {"form": form, "problems": form.errors.get("formula", [])}
    if form.node:
        context["rows"] = sample(request, form)
        context["field"] = Field("", "", form.kind, definition=AttributeDefinition(kind=form.kind))
    return render(request, PREVIEW, context)


def sample(request: HttpRequest, form: FormulaForm) -> list[tuple[Any, Any]]:
    """The latest records, each with its value."""
    found, names = [], form.formulas.names.columns
    for record in living(request.workspace, form.about).order_by("-pk")[:SHOWN]:
        columns = {name: getattr(record, name) for name in names}
        value = form.node and form.formulas.value(form.node, form.kind, columns, record.attributes)
        found.append((record, value))
    return found


def form_page(
    request: HttpRequest, form: FormulaForm, definition: AttributeDefinition | None = None
) -> HttpResponse:
    context = {"form": form, "definition": definition}
    return render(request, FORM, context, status=422 if form.errors else 200)
