"""A person wants to be forgotten: asked on their page, confirmed by a link in a mail."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.models import Customer, ErasureRequest
from raabta.customers.services.rights import request_erasure
from raabta.messaging.evidence import READER
from raabta.messaging.own_page import ERASURE, PAGE
from raabta.web.http import redirect, render
from raabta.web.rights import mails
from raabta.web.rights.visits import own


@own(PAGE, methods="POST")
def create(request: HttpRequest, customer: Customer, token: str) -> HttpResponse:
    """Send the mail that confirms; who has no address waits for a colleague."""
    if not customer.email:
        request_erasure(
            workspace=customer.workspace, actor=READER, customer_id=customer.pk,
            is_confirmed=False,
        )  # fmt: skip
        messages.success(request, _("We have your request and answer on this page."))
    elif mails.send(customer.workspace, READER, customer, ERASURE):
        messages.success(request, _("We sent you a mail. Confirm there that it was you."))
    else:
        messages.error(request, _("No mail could be sent just now. Try again in five minutes."))
    return redirect(request, reverse("web:own:show", args=[token]))


@own(ERASURE, methods="GET HEAD POST")
def confirm(request: HttpRequest, customer: Customer, token: str) -> HttpResponse:
    """Only POST does it, for scanners follow every link."""
    context: dict[str, Any] = {"brand_name": customer.workspace.name, "token": token, "state": ""}
    if request.method == "POST":
        asked = request_erasure(
            workspace=customer.workspace, actor=READER, customer_id=customer.pk, is_confirmed=True
        )
        context["state"] = asked.state
        context["is_done"] = asked.state == ErasureRequest.State.DONE
    return render(request, "rights/own/forget.html", context)
