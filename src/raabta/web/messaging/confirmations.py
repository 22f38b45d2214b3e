"""The page that a mailed link opens to confirm a consent."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from raabta.kernel import clock
from raabta.messaging.models import PendingConsent
from raabta.messaging.queries.confirmations import pending_by_token
from raabta.messaging.services.confirmations import confirm
from raabta.messaging.signing import is_signed, sign
from raabta.web.http import render
from raabta.web.messaging.clicks import gone
from raabta.web.messaging.unsubscriptions import masked
from raabta.web.messaging.visitor import evidence_of, reading_as

READS_FOR = 1  # seconds: a machine that presses every button does it at once
SHOWN_FOR = timedelta(days=1).total_seconds()


@csrf_exempt  # the signature in the address is the proof; some mail programs keep no cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, token: str, signature: str) -> HttpResponse:
    """Only the page's own button confirms: scanners follow links, and some send forms."""
    pending = pending_by_token(token) if is_signed(signature, "confirm", token) else None
    if pending is None:
        return gone(request)
    with reading_as(request, pending.workspace, pending.customer.language):
        if request.method != "POST":
            return page(request, pending)
        if not was_read(request.POST.get("shown", ""), token):
            return page(request, pending, is_early=True)
        is_done = confirm(pending=pending, evidence=evidence_of(request, "confirmation"))
        return page(request, pending, is_done=is_done, is_late=not is_done)


new.is_public = True  # type: ignore[attr-defined]


def was_read(shown: str, token: str) -> bool:
    """Whether our page was shown a moment ago, and not just this moment."""
    moment, _dot, signature = shown.partition(".")
    if not moment.isdecimal() or not is_signed(signature, "shown", token, moment):
        return False
    return READS_FOR <= clock.now().timestamp() - int(moment) <= SHOWN_FOR


def page(
    request: HttpRequest,
    pending: PendingConsent,
    *,
    is_done: bool = False,
    is_late: bool = False,
    is_early: bool = False,
) -> HttpResponse:
    moment = str(int(clock.now().timestamp()))
    context = {
        "pending": pending,
        "brand_name": pending.workspace.name,
        "address": masked(pending.address),
        "is_done": is_done or pending.confirmed_at is not None,
        "is_late": is_late or pending.expires_at <= clock.now(),
        "is_early": is_early,
        "shown": f"{moment}.{sign('shown', pending.token, moment)}",
    }
    return render(request, "messaging/public/confirm.html", context)
