"""The short way for event clients, past sessions, languages and tokens, which they have not."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from raabta.api.intake.views import accept

Handler = Callable[[HttpRequest], HttpResponse]
PREFIX = "/v1/"


def event_intake(handle: Handler) -> Handler:
    """Stands before all others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(PREFIX):
            return accept(request, path[len(PREFIX) :].rstrip("/"))
        return handle(request)

    return middleware
