"""The fields of a kind: attributes whose subject is the kind."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.models import AttributeDefinition
from raabta.customers.services import attributes as services
from raabta.objects.models import ObjectKind
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.objects.forms import FieldForm
from raabta.web.objects.rendering import kind_of, render

TEMPLATE = "objects/kinds/field.html"


@page("objects.kinds", methods="GET POST")
def new(request: HttpRequest, kind_id: int) -> HttpResponse:
    kind = kind_of(request, kind_id)
    form = FieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "subject": kind.subject}
        try:
            services.define_attribute(
                workspace=request.workspace, actor=request.actor, values=values
            )
            return redirect(request, reverse("web:objects:setup", args=[kind.pk]))
        except services.KeyTaken as error:
            form.add_error("key", str(error))
        except services.ChoicesMissing as error:
            form.add_error("choices", str(error))
    return form_page(request, form, kind)


@page("objects.kinds", methods="GET POST")
def edit(request: HttpRequest, kind_id: int, definition_id: int) -> HttpResponse:
    kind = kind_of(request, kind_id)
    definition = field_of(kind, definition_id)
    form = FieldForm(request.POST or None, definition=definition)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_attribute(
                workspace=request.workspace,
                actor=request.actor,
                definition_id=definition.pk,
                values=form.cleaned_data,
            )
            messages.success(request, _("Saved."))
            return redirect(request, reverse("web:objects:setup", args=[kind.pk]))
        except services.ChoicesMissing as error:
            form.add_error("choices", str(error))
    return form_page(request, form, kind, definition)


@page("objects.kinds", methods="POST")
def retire(request: HttpRequest, kind_id: int, definition_id: int) -> HttpResponse:
    kind = kind_of(request, kind_id)
    services.retire_attribute(
        workspace=request.workspace,
        actor=request.actor,
        definition_id=field_of(kind, definition_id).pk,
        is_retired=request.POST.get("retired") == "1",
    )
    return redirect(request, reverse("web:objects:setup", args=[kind.pk]))


def field_of(kind: ObjectKind, definition_id: int) -> AttributeDefinition:
    fields = AttributeDefinition.objects.filter(subject=kind.subject)
    return get_object_or_404(fields, pk=definition_id)


def form_page(
    request: HttpRequest,
    form: FieldForm,
    kind: ObjectKind,
    definition: AttributeDefinition | None = None,
) -> HttpResponse:
    context = {"form": form, "kind": kind, "definition": definition}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)
