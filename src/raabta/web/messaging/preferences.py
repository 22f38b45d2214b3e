"""What somebody wants to get, chosen without logging in: by a mail's link or from their own page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from raabta.content.queries import brand_logo
from raabta.customers.models import Customer
from raabta.messaging.models import Message
from raabta.messaging.queries.choices import message_by_token
from raabta.messaging.queries.preferences import Key
from raabta.messaging.services.answers import Taken
from raabta.messaging.services.choices import choose, purpose_of
from raabta.messaging.signing import ask_url, is_signed
from raabta.web.http import render
from raabta.web.messaging.clicks import gone
from raabta.web.messaging.preferences_form import PreferencesForm
from raabta.web.messaging.unsubscriptions import masked
from raabta.web.messaging.visitor import evidence_of, reading, reading_as


@csrf_exempt  # the signature in the address is the proof; some mail programs keep no cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, token: str, signature: str) -> HttpResponse:
    """A message follows a merge, so an old mail's link leads to who the person is now."""
    message = message_by_token(token) if is_signed(signature, "preferences", token) else None
    if message is None or message.customer is None or message.customer.deleted_at:
        return gone(request)
    with reading(request, message):
        return answer(request, message.customer, message)


edit.is_public = True  # type: ignore[attr-defined]


def answer(
    request: HttpRequest, customer: Customer, message: Message | None = None, back: str = ""
) -> HttpResponse:
    """Only POST stores something, and only what differs: a scanner that sends the form as it
    found it changes nothing.
    """
    own: Key | None = (purpose_of(message), message.channel) if message else None
    posted = request.POST if request.method == "POST" else None
    form = PreferencesForm(customer, own, posted)
    if not form.is_valid():
        return show(request, form, message, back=back)
    way = "preferences_page" if message else "own_page"
    taken = choose(
        customer=customer, choices=form.choices(), evidence=evidence_of(request, way),
        message=message,
    )  # fmt: skip
    customer.refresh_from_db()
    with reading_as(request, customer.workspace, customer.language):
        return show(request, PreferencesForm(customer, own), message, taken=taken, back=back)


def show(
    request: HttpRequest,
    form: PreferencesForm,
    message: Message | None,
    *,
    taken: Taken | None = None,
    back: str = "",
) -> HttpResponse:
    workspace = form.customer.workspace
    context = {
        "form": form,
        "taken": taken,
        "ask_url": ask_url(message.token) if message else "",
        "back": back,
        "brand_name": workspace.name,
        "brand_logo": brand_logo(workspace),
        "address": masked(message.address if message else form.customer.email),
    }
    status = 422 if form.errors else 200
    return render(request, "messaging/public/preferences.html", context, status=status)
