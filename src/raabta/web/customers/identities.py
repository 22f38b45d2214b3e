"""E-mail addresses and phones of a customer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from raabta.customers.models import Customer, Identity
from raabta.customers.queries import identities_of
from raabta.customers.services import identities as services
from raabta.web.customers import profile
from raabta.web.customers.customers import find
from raabta.web.customers.forms import IdentityForm
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect


@page("customers.edit", methods="POST")
def create(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer, form = find(request, customer_id), IdentityForm(request.POST)
    problem = "" if form.is_valid() else str(next(iter(form.errors.values()))[0])
    if form.is_valid():
        try:
            services.add_identity(
                workspace=request.workspace,
                actor=request.actor,
                customer_id=customer.pk,
                kind=form.cleaned_data["kind"],
                text=form.cleaned_data["text"],
            )
        except (services.InvalidIdentity, services.IdentityTaken) as error:
            problem = str(error)
    return card(request, customer, problem)


@page("customers.edit", methods="POST")
def update(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    """Make it the primary one, or say whether it is verified."""
    customer, identity = _both(request, customer_id, identity_id)
    if "primary" in request.POST:
        services.make_primary(
            workspace=request.workspace,
            actor=request.actor,
            customer_id=customer.pk,
            pk=identity.pk,
        )
    else:
        services.verify_identity(
            workspace=request.workspace,
            actor=request.actor,
            customer_id=customer.pk,
            pk=identity.pk,
            is_verified=request.POST.get("verified") == "1",
        )
    return card(request, customer)


@page("customers.edit", methods="POST")
def delete(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    customer, identity = _both(request, customer_id, identity_id)
    services.remove_identity(
        workspace=request.workspace, actor=request.actor, customer_id=customer.pk, pk=identity.pk
    )
    return card(request, customer)


def _both(request: HttpRequest, customer_id: int, identity_id: int) -> tuple[Customer, Identity]:
    customer = find(request, customer_id)
    return customer, get_object_or_404(
        identities_of(request.workspace, customer.pk), pk=identity_id
    )


def card(request: HttpRequest, customer: Customer, problem: str = "") -> HttpResponse:
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect(request, profile.address(customer))
    context = {
        "customer": customer,
        "identities": identities_of(request.workspace, customer.pk),
        "problem": problem,
        "typed": request.POST.get("text", "") if problem else "",
    }
    status = 422 if problem else 200
    template = "customers/customers/identities.html"
    return render(request, template, context, part="card", status=status)
