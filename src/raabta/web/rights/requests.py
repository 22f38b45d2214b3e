"""What people asked for, and what they may do themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.models import ErasureRequest
from raabta.customers.queries.rights import erasure_requests, rights_policy
from raabta.customers.services.erasure import OnHold
from raabta.customers.services.rights import (
    AlreadyDecided,
    approve_erasure,
    change_rights_policy,
    refuse_erasure,
)
from raabta.messaging.own_page import PAGE
from raabta.web.customers.customers import find
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.paging import after_and_before
from raabta.web.rights import mails
from raabta.web.rights.forms import RefusalForm, RightsForm

LIST = "web:rights:index"
TONES = {"waiting": "warning", "done": "success", "refused": "neutral"}


@page("customers.erase")
def index(request: HttpRequest) -> HttpResponse:
    found = erasure_requests(request.workspace)
    rows, previous, following = after_and_before(request, found)
    context = {
        "rows": [(row, states()[row.state], TONES[row.state]) for row in rows],
        "previous": previous,
        "next": following,
        "may_set": request.may("workspace.settings"),
    }
    return render(request, "rights/requests/index.html", context)


@page("workspace.settings", methods="GET POST")
def edit(request: HttpRequest) -> HttpResponse:
    form = RightsForm.of(request.workspace, rights_policy(request.workspace), request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "rights/requests/edit.html", {"form": form}, status=status)
    change_rights_policy(workspace=request.workspace, actor=request.actor, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(request, reverse(LIST))


@page("customers.erase", methods="POST")
def approve(request: HttpRequest, request_id: int) -> HttpResponse:
    asked = one(request, request_id)
    try:
        approve_erasure(workspace=request.workspace, actor=request.actor, request=asked)
        messages.success(request, _("The customer was erased. Their orders stay as numbers."))
    except AlreadyDecided:
        messages.error(request, _("A colleague decided this before you."))
    except OnHold as error:
        messages.error(request, str(error))
    return redirect(request, reverse(LIST))


@page("customers.erase", methods="GET POST")
def refuse(request: HttpRequest, request_id: int) -> HttpResponse:
    asked, form = one(request, request_id), RefusalForm(request.POST or None)
    if not form.is_valid():
        context = {"asked": asked, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "rights/requests/refuse.html", context, status=status)
    try:
        refuse_erasure(
            workspace=request.workspace, actor=request.actor, request=asked, **form.cleaned_data
        )
        messages.success(request, _("Refused. The person reads why on their page."))
    except AlreadyDecided:
        messages.error(request, _("A colleague decided this before you."))
    return redirect(request, reverse(LIST))


@page("customers.edit", methods="POST")
def send(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Mail a customer the link to their own page."""
    customer = find(request, customer_id)
    if mails.send(request.workspace, request.actor, customer, PAGE):
        messages.success(request, _("The link is on its way to them. It works for a day."))
    else:
        messages.error(request, _("No mail was sent: they need an e-mail, and five minutes apart."))
    return redirect(request, reverse("web:customers:show", args=[customer.pk]))


def one(request: HttpRequest, request_id: int) -> ErasureRequest:
    return get_object_or_404(erasure_requests(request.workspace), pk=request_id)


def states() -> dict[str, str]:
    return {"waiting": _("Waiting"), "done": _("Erased"), "refused": _("Refused")}
