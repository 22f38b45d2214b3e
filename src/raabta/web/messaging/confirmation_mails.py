"""Consents that wait for the owner of a mailbox: the list, and what a colleague does about one."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.purposes import CHANNELS, label_of
from raabta.customers.queries.topics import purpose_names
from raabta.messaging.models import PendingConsent
from raabta.messaging.queries.confirmations import all_open
from raabta.messaging.services.confirmations import cancel_question, may_mail, resend
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.messaging.found import own
from raabta.web.paging import after_and_before

LIST = "web:confirmations:index"


@page("customers.consent")
def index(request: HttpRequest) -> HttpResponse:
    names = purpose_names(request.workspace)
    rows, previous, following = after_and_before(request, all_open(request.workspace))
    context = {
        "rows": [
            {
                "pending": row,
                "purpose": label_of(names, row.purpose),
                "channel": label_of(CHANNELS, row.channel),
                "may_mail": may_mail(row),
            }
            for row in rows
        ],
        "previous": previous,
        "next": following,
    }
    return render(request, "messaging/confirmations/index.html", context)


@page("customers.consent", methods="POST")
def again(request: HttpRequest, pending_id: int) -> HttpResponse:
    pending = own(request, PendingConsent, pending_id)
    if resend(workspace=request.workspace, actor=request.actor, pending_id=pending.pk):
        messages.success(request, _("The mail leaves in a moment."))
    else:
        messages.error(request, _("It was mailed a moment ago, or three times already."))
    return back(request, pending)


@page("customers.consent", methods="POST")
def cancel(request: HttpRequest, pending_id: int) -> HttpResponse:
    pending = own(request, PendingConsent, pending_id)
    if cancel_question(workspace=request.workspace, actor=request.actor, pending_id=pending.pk):
        messages.success(request, _("Cancelled. The link in the mail works no more."))
    else:
        messages.error(request, _("It was confirmed or ran out already."))
    return back(request, pending)


def back(request: HttpRequest, pending: PendingConsent) -> HttpResponse:
    """To the list when the button was there, else to the person."""
    if request.POST.get("list"):
        return redirect(request, reverse(LIST))
    return redirect(request, reverse("web:customers:show", args=[pending.customer_id]))
