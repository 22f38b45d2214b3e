"""The tags of one customer."""

from django.contrib import messages
from django.http import HttpResponse

from raabta.customers.models import Customer, Tag
from raabta.customers.queries import tags_of
from raabta.customers.services.tags import InvalidTag, add_tags, remove_tags
from raabta.web.customers import profile
from raabta.web.customers.customers import find
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect


@page("customers.edit", methods="POST")
def create(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer, problem = find(request, customer_id), ""
    try:
        add_tags(
            workspace=request.workspace,
            actor=request.actor,
            customer_ids=[customer.pk],
            names=[request.POST.get("tag", "")],
        )
    except InvalidTag as error:
        problem = str(error)
    return chips(request, customer, problem)


@page("customers.edit", methods="POST")
def delete(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = find(request, customer_id)
    remove_tags(
        workspace=request.workspace,
        actor=request.actor,
        customer_ids=[customer.pk],
        names=[request.POST.get("tag", "")],
    )
    return chips(request, customer)


def chips(request: HttpRequest, customer: Customer, problem: str = "") -> HttpResponse:
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect(request, profile.address(customer))
    context = {
        "customer": customer,
        "tags": tags_of(request.workspace, [customer.pk]).get(customer.pk, []),
        "tag_names": Tag.objects.order_by("name").values_list("name", flat=True)[:200],
        "problem": problem,
    }
    status = 422 if problem else 200
    template = "customers/customers/tags.html"
    return render(request, template, context, part="tags", status=status)
