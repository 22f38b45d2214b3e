"""Leaving: one click of a mail program (RFC 8058), or one on our page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from raabta.content.queries import brand_logo
from raabta.messaging.models import Message
from raabta.messaging.queries.choices import message_by_token
from raabta.messaging.services.choices import (
    is_subscribed,
    leave_topic,
    subscribe_again,
    unsubscribe,
)
from raabta.messaging.signing import is_signed, preferences_url
from raabta.web.http import render
from raabta.web.messaging.clicks import gone
from raabta.web.messaging.visitor import evidence_of, reading


@csrf_exempt  # the signature in the address is the proof; mail servers hold no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, token: str, signature: str) -> HttpResponse:
    """Only POST changes something, for scanners follow every link."""
    message = message_by_token(token) if is_signed(signature, "unsubscribe", token) else None
    if message is None:
        return gone(request)
    with reading(request, message):
        if request.method != "POST":
            return page(request, message, is_done=False)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            unsubscribe(message=message, evidence=evidence_of(request, "one_click"))
            return HttpResponse(content_type="text/plain")
        if request.POST.get("again"):
            evidence = evidence_of(request, "unsubscribe_page")
            holds = subscribe_again(message=message, evidence=evidence)
            return page(request, message, is_done=False, is_back=holds, is_waiting=not holds)
        if request.POST.get("topic"):
            leave_topic(message=message, evidence=evidence_of(request, "unsubscribe_page"))
            return page(request, message, is_done=False, has_left=True)
        unsubscribe(message=message, evidence=evidence_of(request, "unsubscribe_page"))
        return page(request, message, is_done=True)


new.is_public = True  # type: ignore[attr-defined]


def page(
    request: HttpRequest,
    message: Message,
    *,
    is_done: bool,
    is_back: bool = False,
    has_left: bool = False,
    is_waiting: bool = False,
) -> HttpResponse:
    topic = message.mailing.topic
    context = {
        "message": message,
        "brand_name": message.workspace.name,
        "address": masked(message.address),
        "is_done": is_done or not is_subscribed(message),
        "is_back": is_back,
        "has_left": has_left,
        "is_waiting": is_waiting,
        "topic": topic.name_in(get_language() or "") if topic else "",
        "brand_logo": brand_logo(message.workspace),
        "preferences_url": preferences_url(message.token),
    }
    return render(request, "messaging/public/unsubscribe.html", context)


def masked(address: str) -> str:
    """Enough for the owner to know it: forwarded mails show nobody's address."""
    local, at, domain = address.partition("@")
    return f"{local[:2]}…{at}{domain}" if at else ""
