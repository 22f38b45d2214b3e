"""The fields of a form: add, change, order, take away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.forms.form_field import FormField, form_fields
from raabta.forms.models import Form
from raabta.forms.services import building
from raabta.web.forms.field_inputs import FieldForm
from raabta.web.forms.forms import find
from raabta.web.http import HttpRequest, page, redirect, render


@page("forms.edit", methods="GET POST")
def new(request: HttpRequest, form_id: int) -> HttpResponse:
    form, key = find(request, form_id), request.GET.get("kind", "text")
    if key not in form_fields:
        raise Http404
    return _write(request, form, form_fields[key], "")


@page("forms.edit", methods="GET POST")
def edit(request: HttpRequest, form_id: int, field_id: str) -> HttpResponse:
    form = find(request, form_id)
    held = next((item for item in form.items if item.id == field_id), None)
    if held is None:
        raise Http404
    return _write(request, form, type(held), field_id)


def _write(request: HttpRequest, form: Form, kind: type[FormField], field_id: str) -> HttpResponse:
    typed = FieldForm(form, kind, field_id, request.POST or None)
    back = reverse("web:forms:show", args=[form.pk])
    if typed.is_valid() and (built := typed.built()):
        try:
            building.put_field(
                workspace=request.workspace, actor=request.actor, form_id=form.pk, field=built
            )
        except building.TooManyFields as error:
            typed.add_error(None, str(error))
        else:
            return redirect(request, back)
    context = {"form": typed, "held": form, "kind_label": kind.label, "back": back}
    status = 422 if typed.is_bound else 200
    return render(request, "forms/fields/edit.html", context, status=status)


@page("forms.edit", methods="POST")
def order(request: HttpRequest, form_id: int) -> HttpResponse:
    form = find(request, form_id)
    building.order_fields(
        workspace=request.workspace,
        actor=request.actor,
        form_id=form.pk,
        ids=request.POST.get("order", "").split(","),
    )
    return HttpResponse(status=204)


@page("forms.edit", methods="POST")
def delete(request: HttpRequest, form_id: int, field_id: str) -> HttpResponse:
    form = find(request, form_id)
    building.remove_field(
        workspace=request.workspace, actor=request.actor, form_id=form.pk, field_id=field_id
    )
    messages.success(request, _("The field is gone. Answers that were given to it stay."))
    return redirect(request, reverse("web:forms:show", args=[form.pk]))
