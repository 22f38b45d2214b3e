"""Mails that ask to confirm a consent, sent again by a colleague."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.messaging.models import PendingConsent
from raabta.messaging.services.confirmations import resend
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.messaging.found import own


@page("customers.consent", methods="POST")
def again(request: HttpRequest, pending_id: int) -> HttpResponse:
    pending = own(request, PendingConsent, pending_id)
    if resend(workspace=request.workspace, actor=request.actor, pending_id=pending.pk):
        messages.success(request, _("The mail leaves in a moment."))
    else:
        messages.error(request, _("It was mailed a moment ago, or three times already."))
    return redirect(request, reverse("web:customers:show", args=[pending.customer_id]))
