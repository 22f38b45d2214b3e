"""Around every API call: its key, its rate, and its answer when it is repeated."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from raabta.api import problems, repeats
from raabta.api.access import Quota, access_of, rates

Handler = Callable[[HttpRequest], HttpResponse]
PREFIX = "/api/v1/"


def api_calls(handle: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return handle(request)
        access = access_of(request)
        if access is None:
            return handle(request)
        request.key_access = access  # type: ignore[attr-defined]
        quota = rates.take(access.key.pk)
        if quota.remaining < 0:
            return _with_quota(_too_many(quota), quota)
        turn = repeats.begin(request, access)
        response = turn.kept or handle(request)
        repeats.end(turn, access, response)
        return _with_quota(response, quota)

    return middleware


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
