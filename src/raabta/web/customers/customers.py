"""The list of customers, a customer's page, and making and deleting them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.models import Customer
from raabta.customers.queries import people
from raabta.customers.queries.merges import survivor_of
from raabta.customers.sensitive import PERMISSION
from raabta.customers.services.deletion import delete_customers
from raabta.customers.services.identities import IdentityTaken, InvalidIdentity
from raabta.customers.services.people import ExternalIdTaken, create_customer, edit_customer
from raabta.customers.services.sensitive import record_reading
from raabta.web.customers import filter_bar, profile, saved
from raabta.web.customers.forms import CustomerForm
from raabta.web.customers.listing import listing, visible_columns
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

TEMPLATES = "customers/customers/"


@page("customers.view")
def index(request: HttpRequest) -> HttpResponse:
    found = listing(request)
    context = {
        "listing": found,
        "bar": filter_bar.bar_for(request, found.filters),
        "views": saved.views_for(request, "customers"),
        "every_column": visible_columns(request).values(),
        "chosen": [column.key for column in found.columns],
        "carried": carried(request),
        "clear_url": "" if found.filters.is_everybody else request.path,
    }
    return render(request, TEMPLATES + "index.html", context, part="rows")


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """The address without its columns and page, for the form that chooses columns."""
    left = (
        (key, request.GET.getlist(key)) for key in request.GET if key not in {"columns", "page"}
    )
    return [(key, value) for key, values in left for value in values]


@page("customers.view")
def show(request: HttpRequest, customer_id: int) -> HttpResponse:
    survivor_id = survivor_of(request.workspace, customer_id)
    if survivor_id != customer_id:
        return redirect(request, reverse("web:customers:show", args=[survivor_id]))
    customer = find(request, customer_id)
    context = profile.about(request, customer)
    return render(request, TEMPLATES + "show.html", context)


@page("customers.edit", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = CustomerForm(request.POST or None, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_customer(
                workspace=request.workspace, actor=request.actor, values=form.cleaned_data
            )
        except (IdentityTaken, InvalidIdentity, ExternalIdTaken) as error:
            blame(form, error)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": made.name})
            return redirect(request, reverse("web:customers:show", args=[made.pk]))
    return form_page(request, form)


@page("customers.edit", methods="GET POST")
def edit(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = find(request, customer_id)
    form = CustomerForm(
        request.POST or None, workspace=request.workspace, customer=customer,
        may_reveal=request.may(PERMISSION),
    )  # fmt: skip
    if request.method == "GET":
        record_reading(
            workspace=request.workspace, actor=request.actor, customer_ids=[customer.pk],
            fields=form.shown_sensitive, place="form",
        )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            edit_customer(
                workspace=request.workspace,
                actor=request.actor,
                customer_id=customer.pk,
                values=form.cleaned_data,
            )
        except (IdentityTaken, InvalidIdentity, ExternalIdTaken) as error:
            blame(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(request, reverse("web:customers:show", args=[customer.pk]))
    return form_page(request, form, customer)


@page("customers.delete", methods="POST")
def delete(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = find(request, customer_id)
    delete_customers(workspace=request.workspace, actor=request.actor, customer_ids=[customer.pk])
    words = _("%(name)s was deleted. The page of changes brings them back.")
    messages.success(request, words % {"name": customer.name})
    return redirect(request, reverse("web:customers:index"))


def find(request: HttpRequest, customer_id: int) -> Customer:
    """The customer of this workspace, or "not found"."""
    return get_object_or_404(people(request.workspace).select_related("company"), pk=customer_id)


def blame(form: CustomerForm, error: Exception) -> None:
    """Put what the service refused beside the field it is about."""
    field = error.kind if isinstance(error, IdentityTaken) else None
    if isinstance(error, ExternalIdTaken):
        field = "external_id"
    form.add_error(field, str(error))


def form_page(
    request: HttpRequest, form: CustomerForm, customer: Customer | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "customer": customer,
        "companies": profile.company_names(request.workspace),
    }
    status = 422 if form.errors else 200
    return render(request, TEMPLATES + "form.html", context, status=status)
