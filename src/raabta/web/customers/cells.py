"""One field of one customer, changed where it stands: in a list's row or on the person's page."""

from django import forms
from django.http import Http404, HttpResponse

from raabta.customers.field_values import value_of
from raabta.customers.fields import Field, fields_of
from raabta.customers.models import Customer
from raabta.customers.services.identities import IdentityTaken, InvalidIdentity
from raabta.customers.services.people import ExternalIdTaken, edit_customer
from raabta.web.customers import profile
from raabta.web.customers.customers import find
from raabta.web.customers.inputs import CustomerField, initial_of
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

TEMPLATE = "customers/customers/cell.html"


@page("customers.view")
def show(request: HttpRequest, customer_id: int, key: str) -> HttpResponse:
    return shown(request, find(request, customer_id), field_named(request, key))


@page("customers.edit", methods="GET POST")
def edit(request: HttpRequest, customer_id: int, key: str) -> HttpResponse:
    customer, field = find(request, customer_id), field_named(request, key)
    if field.is_computed or field.is_sensitive:  # the latter only in the form, where it is audited
        raise Http404(key)
    form = CellForm(request, customer, field)
    if request.method == "POST" and form.is_valid():
        try:
            edit_customer(
                workspace=request.workspace,
                actor=request.actor,
                customer_id=customer.pk,
                values={key: form.cleaned_data["value"]},
            )
        except (IdentityTaken, InvalidIdentity, ExternalIdTaken) as error:
            form.add_error("value", str(error))
        else:
            if not request.htmx:
                return redirect(request, profile.address(customer))
            return shown(request, find(request, customer_id), field)
    context = {"form": form, "field": field, "customer": customer}
    context["companies"] = profile.company_names(request.workspace)
    return render(request, TEMPLATE, context, part="edit", status=422 if form.errors else 200)


class CellForm(forms.Form):
    def __init__(self, request: HttpRequest, customer: Customer, field: Field) -> None:
        super().__init__(request.POST or None, auto_id=f"cell-{customer.pk}-%s")
        self.fields["value"] = CustomerField(request.workspace, field)
        value = value_of(customer, field.key)
        self.initial["value"] = initial_of(field, value, customer.company)
        self.fields["value"].widget.attrs["aria-label"] = str(field.label)


def shown(request: HttpRequest, customer: Customer, field: Field) -> HttpResponse:
    value = value_of(customer, field.key)
    if field.key == "company_id":
        value = customer.company.name if customer.company else ""
    context = {"customer": customer, "field": field, "value": value}
    return render(request, TEMPLATE, context, part="show")


def field_named(request: HttpRequest, key: str) -> Field:
    try:
        return fields_of(request.workspace)[key]
    except KeyError:
        raise Http404(key) from None
