"""The invisible picture that tells of an opening."""

from base64 import b64decode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from raabta.messaging.queries.choices import message_by_token
from raabta.web.messaging.clicks import keep
from raabta.workspaces.scoped import working_in

PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@never_cache
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The picture comes whatever the token is, so that nobody learns which ones are ours."""
    message = message_by_token(token)
    if message is not None:
        with working_in(message.workspace):
            keep(request, message, "open")
    return HttpResponse(PIXEL, content_type="image/gif")


show.is_public = True  # type: ignore[attr-defined]
