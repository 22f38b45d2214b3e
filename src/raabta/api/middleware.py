"""Around every API call: its key, its rate, and its answer when it is repeated."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from raabta.api import problems, repeats
from raabta.api.access import Quota, access_of, rates
from raabta.workspaces.queries import KeyAccess
from raabta.workspaces.services.keys import touch_key

Handler = Callable[[HttpRequest], HttpResponse]
PREFIX = "/api/v1/"
LANGUAGE = "en"
PLAIN = {404: "There is no such address; see /api/docs.", 405: "See the Allow header."}


def api_calls(handle: Handler) -> Handler:
    """Programs are answered in one language, whoever made their key."""

    def told(request: HttpRequest) -> HttpResponse:
        return _as_problem(handle(request))

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return handle(request)
        with translation.override(LANGUAGE):
            response = _surely(request, told)
        response.headers["Content-Language"] = LANGUAGE
        return response

    return middleware


def _surely(request: HttpRequest, handle: Handler) -> HttpResponse:
    try:
        return _answer(request, handle)
    except Exception as error:  # noqa: BLE001  it is logged by `failed`
        return problems.failed(request, error)


def _answer(request: HttpRequest, handle: Handler) -> HttpResponse:
    access = access_of(request)
    if access is None:
        return handle(request)
    request.key_access = access  # type: ignore[attr-defined]
    quota = rates.take(access.key.pk)
    if quota.remaining < 0:
        return _with_quota(_too_many(quota), quota)
    touch_key(key=access.key)
    return _with_quota(_once(request, access, handle), quota)


def _once(request: HttpRequest, access: KeyAccess, handle: Handler) -> HttpResponse:
    try:
        if not repeats.is_upload(request):  # files have limits of their own and are not held
            len(request.body)
    except RequestDataTooBig:
        return problems.answer(413, "Send fewer rows at a time. Nothing was changed.")
    turn = repeats.begin(request, access)
    response = turn.kept or handle(request)
    repeats.end(turn, access, response)
    return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """What Django answers before an operation is found: no such address, or not that method."""
    if response.status_code not in PLAIN or "json" in response.headers.get("Content-Type", ""):
        return response
    told = problems.answer(response.status_code, PLAIN[response.status_code])
    if "Allow" in response.headers:
        told.headers["Allow"] = response.headers["Allow"]
    return told


def _too_many(quota: Quota) -> HttpResponse:
    says = f"{quota.limit} requests a minute are allowed; wait {quota.reset} seconds."
    response = problems.answer(429, says)
    response.headers["Retry-After"] = str(quota.reset)
    return response


def _with_quota(response: HttpResponse, quota: Quota) -> HttpResponse:
    response.headers["RateLimit-Limit"] = str(quota.limit)
    response.headers["RateLimit-Remaining"] = str(max(0, quota.remaining))
    response.headers["RateLimit-Reset"] = str(quota.reset)
    return response
