"""One changed field of a customer, put back to what it was."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from raabta.customers.models import CustomerChange
from raabta.customers.services.identities import IdentityTaken, InvalidIdentity
from raabta.customers.services.people import ChangedSince, ExternalIdTaken, revert_change
from raabta.web.customers import profile
from raabta.web.customers.customers import find
from raabta.web.http import HttpRequest, page, redirect


@page("customers.edit", methods="POST")
def revert(request: HttpRequest, customer_id: int, change_id: int) -> HttpResponse:
    customer = find(request, customer_id)
    change = get_object_or_404(CustomerChange, pk=change_id, customer=customer)
    try:
        revert_change(workspace=request.workspace, actor=request.actor, change=change)
    except (ChangedSince, IdentityTaken, InvalidIdentity, ExternalIdTaken) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The field is as it was before."))
    return redirect(request, profile.address(customer))
