"""One field of one record, changed where it stands in the list."""

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from raabta.customers.fields import Field, attribute_field, definitions_of
from raabta.objects.models import ObjectRecord
from raabta.objects.services.records import InvalidRecord, edit_record
from raabta.web.customers.inputs import CustomerField, initial_of
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.objects.rendering import record_of, render

TEMPLATE = "objects/records/cell.html"


@page("objects.view")
def show(request: HttpRequest, record_id: int, key: str) -> HttpResponse:
    record = record_of(request, record_id)
    return shown(request, record, field_named(request, record, key), key)


@page("objects.edit", methods="GET POST")
def edit(request: HttpRequest, record_id: int, key: str) -> HttpResponse:
    record = record_of(request, record_id)
    field = field_named(request, record, key)
    if field.is_computed:
        raise Http404(key)
    form = CellForm(request, record, field, key)
    if request.method == "POST" and form.is_valid():
        try:
            record = edit_record(
                workspace=request.workspace,
                actor=request.actor,
                record_id=record.pk,
                values={key: form.cleaned_data["value"]},
            )
        except InvalidRecord as error:
            form.add_error("value", str(error))
        else:
            if not request.htmx:
                return redirect(request, reverse("web:objects:show", args=[record.pk]))
            return shown(request, record, field, key)
    context = {"form": form, "field": field, "record": record, "key": key}
    return render(request, TEMPLATE, context, part="edit", status=422 if form.errors else 200)


class CellForm(forms.Form):
    def __init__(self, request: HttpRequest, record: ObjectRecord, field: Field, key: str) -> None:
        super().__init__(request.POST or None, auto_id=f"cell-{record.pk}-%s")
        self.fields["value"] = CustomerField(request.workspace, field)
        self.initial["value"] = initial_of(field, record.attributes.get(key))
        self.fields["value"].widget.attrs["aria-label"] = str(field.label)


def shown(request: HttpRequest, record: ObjectRecord, field: Field, key: str) -> HttpResponse:
    context = {"record": record, "field": field, "value": record.attributes.get(key)}
    return render(request, TEMPLATE, context, part="show")


def field_named(request: HttpRequest, record: ObjectRecord, key: str) -> Field:
    for one in definitions_of(request.workspace, record.kind.subject):
        if one.key == key:
            return attribute_field(one)
    raise Http404(key)
