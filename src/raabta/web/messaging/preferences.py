"""What a reader wants to get, chosen without logging in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from raabta.messaging.models import Message
from raabta.messaging.queries.choices import message_by_token
from raabta.messaging.services.choices import choose, is_subscribed
from raabta.messaging.signing import ask_url, is_signed
from raabta.web.http import render
from raabta.web.messaging.clicks import gone
from raabta.web.messaging.forms import PreferencesForm
from raabta.web.messaging.unsubscriptions import masked
from raabta.web.messaging.visitor import evidence_of, reading


@csrf_exempt  # the signature in the address is the proof; some mail programs keep no cookies
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, token: str, signature: str) -> HttpResponse:
    message = message_by_token(token) if is_signed(signature, "preferences", token) else None
    if message is None or message.customer is None or message.customer.deleted_at:
        return gone(request)
    with reading(request, message):
        form = PreferencesForm.of(message, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return show(request, message, form, status=422 if form.is_bound else 200)
        choose(
            message=message,
            choices=form.choices(),
            evidence=evidence_of(request, "preferences_page"),
        )
    message = message_by_token(token) or message
    with reading(request, message):
        return show(request, message, PreferencesForm.of(message, None), is_saved=True)


edit.is_public = True  # type: ignore[attr-defined]


def show(
    request: HttpRequest,
    message: Message,
    form: PreferencesForm,
    *,
    is_saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "is_saved": is_saved,
        "ask_url": ask_url(message.token),
        "is_subscribed": is_subscribed(message),
        "paused_until": form.paused_until,
        "brand_name": message.workspace.name,
        "address": masked(message.address),
    }
    return render(request, "messaging/public/preferences.html", context, status=status)
