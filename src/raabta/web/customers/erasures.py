"""Forget a customer for good."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.models import Customer
from raabta.customers.services.erasure import OnHold, erase_customer
from raabta.web.customers.customers import find
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect


@page("customers.erase", methods="GET POST")
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Asks for the name first, for nothing brings a person back."""
    customer, problem = find(request, customer_id), ""
    if request.method == "POST":
        if request.POST.get("name", "").strip().casefold() == customer.name.casefold():
            problem = erased(request, customer)
            if not problem:
                return redirect(request, reverse("web:customers:index"))
        else:
            problem = _("This is not the name. Nothing was erased.")
    context = {"customer": customer, "problem": problem}
    status = 422 if problem else 200
    return render(request, "customers/erasures/new.html", context, part="panel", status=status)


def erased(request: HttpRequest, customer: Customer) -> str:
    """Erase; the reason why not, or ""."""
    try:
        erase_customer(workspace=request.workspace, actor=request.actor, customer_id=customer.pk)
    except OnHold as error:
        return str(error)
    messages.success(request, _("The customer was erased. Their orders stay as numbers."))
    return ""
