"""From the preference page to one's own page: by a mail, so that a forwarded message opens nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from raabta.messaging.evidence import READER
from raabta.messaging.own_page import PAGE
from raabta.messaging.queries.choices import message_by_token
from raabta.messaging.signing import is_signed, preferences_url
from raabta.web.http import render
from raabta.web.messaging.clicks import gone
from raabta.web.messaging.unsubscriptions import masked
from raabta.web.messaging.visitor import reading
from raabta.web.rights import mails


@require_POST
def create(request: HttpRequest, token: str, signature: str) -> HttpResponse:
    message = message_by_token(token) if is_signed(signature, "own", token) else None
    if message is None or message.customer is None or message.customer.deleted_at:
        return gone(request)
    with reading(request, message):
        context = {
            "is_sent": mails.send(message.workspace, READER, message.customer, PAGE),
            "address": masked(message.customer.email),
            "brand_name": message.workspace.name,
            "back": preferences_url(message.token),
        }
        return render(request, "rights/own/asked.html", context)


create.is_public = True  # type: ignore[attr-defined]
