"""A mail in the browser, for those whose mail program does not show it well."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from raabta.messaging.queries.choices import message_by_token
from raabta.messaging.services.composing import CannotCompose
from raabta.messaging.services.online import page_of
from raabta.messaging.signing import is_signed
from raabta.web.messaging.clicks import gone
from raabta.workspaces.scoped import working_in

# whatever an author put into the mail, it runs nothing here
POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; "
    "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src https:"
)


@require_safe
def show(request: HttpRequest, token: str, signature: str) -> HttpResponse:
    message = message_by_token(token) if is_signed(signature, "view", token) else None
    if message is None:
        return gone(request)
    with working_in(message.workspace):
        try:
            html = page_of(message)
        except CannotCompose:
            return gone(request)
    return HttpResponse(html, headers={"Content-Security-Policy": POLICY})


show.is_public = True  # type: ignore[attr-defined]
