"""The timeline of a customer: more of it, or only some kinds."""

from django.http import HttpResponse

from raabta.web.customers import profile
from raabta.web.customers.customers import find
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect


@page("customers.view")
def index(request: HttpRequest, customer_id: int) -> HttpResponse:
    """With ?before= only the entries that follow; else the chips and the first entries."""
    customer = find(request, customer_id)
    if not request.htmx:
        return redirect(request, f"{profile.address(customer)}?{request.GET.urlencode()}")
    context = profile.timeline(request, customer)
    part = "entries" if request.GET.get("before") else "timeline"
    return render(request, "customers/customers/timeline.html", context, part=part)
