"""`POST /v1/…`: answers 200 once the calls are committed to the inbox.

No session, no cookie, no language: programs and pages of other sites call here.
"""

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from raabta.api.access import Rates
from raabta.api.intake.reading import Refused, key_in_head, read_body
from raabta.api.intake.telling import answer, answered, with_origin
from raabta.kernel import disk
from raabta.tracking.queries.keys import SourceAccess, source_of
from raabta.tracking.services.intake import Asked, BadBody, Body, accept_calls, body_of
from raabta.tracking.words import reason_words

log = structlog.get_logger()
CALLS = {
    **{name: name for name in ("identify", "track", "page", "screen", "group", "alias")},
    "i": "identify",
    "t": "track",
    "p": "page",
    "s": "screen",
    "g": "group",
    "a": "alias",
    "batch": "batch",
    "b": "batch",
    "import": "import",
}
PER_MINUTE = 60_000  # requests of one key
LONGEST_KEY = 40
NO_KEY = "Send the write key of a source: as the user of Basic authentication or as writeKey."
rates = Rates(per_minute=PER_MINUTE)


@csrf_exempt
def accept(request: HttpRequest, call: str) -> HttpResponse:
    """One call, or a batch of them."""
    with translation.override("en"):
        try:
            response = _answer(request, CALLS.get(call, ""))
        except Refused as error:
            response = answer(error.status, error.message)
        except Exception as error:  # noqa: BLE001  it is logged
            response = _failed(error)
    return with_origin(request, response)


def _answer(request: HttpRequest, call: str) -> HttpResponse:
    if not call:
        raise Refused(404, "There is no such call.")
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method != "POST":
        response = answer(405, "Send it with POST.")
        response.headers["Allow"] = "POST, OPTIONS"
        return response
    key = key_in_head(request)
    raw = read_body(request, call)
    try:
        body, raw = body_of(raw)
        source = _source(request, key, body)
        quota = rates.take(source.source_id)
        if quota.remaining < 0:
            return _too_many(quota.reset)
        return answered(
            accept_calls(source=source, asked=_asked(request, call), raw=raw, body=body)
        )
    except BadBody as error:
        raise Refused(400, reason_words(error.reason)) from error


def _source(request: HttpRequest, key: str, body: Body) -> SourceAccess:
    key = key or body.write_key or ""
    source = source_of(key) if key and len(key) <= LONGEST_KEY and "\x00" not in key else None
    if source is None:
        raise Refused(401, NO_KEY)
    if not source.is_on:
        raise Refused(403, "This source is paused.")
    origin = request.headers.get("Origin")
    if source.is_web and source.origins and origin and origin not in source.origins:
        raise Refused(403, "This source does not take events from that website.")
    return source


def _asked(request: HttpRequest, call: str) -> Asked:
    head = request.headers
    return Asked(
        kind=call,
        user_agent=head.get("User-Agent", ""),
        wants_privacy=head.get("Sec-GPC") == "1" or head.get("DNT") == "1",
    )


def _too_many(seconds: int) -> HttpResponse:
    response = answer(429, f"Too many requests with this key; wait {seconds} seconds.")
    response.headers["Retry-After"] = str(seconds)
    return response


def _failed(error: Exception) -> HttpResponse:
    """Clients try again after 500 and 503."""
    log.error("intake failed", exc_info=error)
    is_busy = isinstance(error, OperationalError) or disk.is_full(error)
    response = answer(503 if is_busy else 500, "Nothing was taken; send it again later.")
    response.headers["Retry-After"] = "30"
    return response
