"""Legal hold of one customer: place it with its reason, or release it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from raabta.customers.queries.rights import open_hold
from raabta.customers.services.holds import AlreadyOnHold, place_hold, release_hold
from raabta.web.customers import profile
from raabta.web.customers.customers import find
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.rights.forms import HoldForm


@page("customers.erase", methods="GET POST")
def edit(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer, form = find(request, customer_id), HoldForm(request.POST or None)
    who: dict[str, Any] = {
        "workspace": request.workspace,
        "actor": request.actor,
        "customer_id": customer.pk,
    }
    if request.method == "POST" and request.POST.get("release"):
        release_hold(**who)
        messages.success(request, _("Released. The customer can be erased again."))
        return redirect(request, profile.address(customer))
    if request.method == "POST" and form.is_valid():
        try:
            place_hold(**who, **form.cleaned_data)
            messages.success(request, _("On hold. Nobody erases this customer now."))
        except AlreadyOnHold:
            messages.error(request, _("This customer is on hold already."))
        return redirect(request, profile.address(customer))
    held = open_hold(request.workspace, customer.pk)
    context = {"customer": customer, "form": form, "hold": held}
    status = 422 if form.errors else 200
    return render(request, "rights/holds/edit.html", context, part="panel", status=status)
