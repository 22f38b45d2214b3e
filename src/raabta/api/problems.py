"""Errors as problem details (RFC 9457): what happened, what was kept, what to do."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from raabta.kernel import disk
from raabta.warehouse.engine.protocol import QueryStopped, WarehouseBusy

log = structlog.get_logger()
TITLES = {
    400: "The request cannot be read",
    401: "A valid API key is needed",
    403: "This key may not do that",
    404: "There is no such thing here",
    405: "This address does not know the method",
    409: "It conflicts with what is there",
    410: "It is part of something else now",
    413: "The request is too large",
    422: "The content is not valid",
    429: "Too many requests",
    503: "Busy at the moment",
    500: "Something went wrong here",
}


class Problem(Exception):
    """Raised by an operation to answer with a problem of this status."""

    def __init__(self, status: int, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.extra = extra


def answer(status: int, detail: str, **extra: Any) -> HttpResponse:
    body = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status}
    return JsonResponse(
        {**body, "detail": detail, **extra}, status=status, content_type="application/problem+json"
    )


@contextmanager
def problems_from(
    kept: str,
    *,
    conflicts: tuple[type[Exception], ...] = (),
    invalid: tuple[type[Exception], ...] = (),
) -> Iterator[None]:
    """Answer a service's refusal as 409 or 422 in its own words; `kept` says what stayed."""
    try:
        yield
    except conflicts as error:
        raise Problem(409, f"{error} {kept}") from None
    except invalid as error:
        raise Problem(422, f"{error} {kept}") from None


def told(request: HttpRequest, error: Problem) -> HttpResponse:
    return answer(error.status, error.detail, **error.extra)


def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"where": _where(one["loc"]), "message": _says(one)} for one in error.errors]
    return answer(422, "Nothing was changed. See errors for each field.", errors=errors)


def _where(parts: Sequence[str | int]) -> str:
    """Such as body.rows.3.email; the name of our argument repeats the first word."""
    return ".".join(str(part) for at, part in enumerate(parts) if at == 0 or part != parts[0])


def _says(one: dict[str, Any]) -> str:
    return str(one["msg"]).removeprefix("Value error, ")


def unknown_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = answer(401, "Send “Authorization: Bearer <key>”; keys are made in Settings.")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return answer(403, f"The key lacks the scope {error}. Nothing was changed.")


def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer(404, "It does not exist in this workspace, or was deleted.")


def busy(request: HttpRequest, error: Exception) -> HttpResponse:
    response = answer(503, "The warehouse is busy. Nothing was changed; try again shortly.")
    response.headers["Retry-After"] = "5"
    return response


def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer(error.status_code, str(error))


def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("api failed", path=request.path, exc_info=error)
    if disk.is_full(error):
        response = answer(503, "The server's disk is full. Nothing was changed; try again later.")
        response.headers["Retry-After"] = "60"
        return response
    return answer(500, "It was logged. Repeat the request with the same Idempotency-Key.")


HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    Problem: told,
    ValidationError: not_valid,
    AuthenticationError: unknown_key,
    PermissionDenied: denied,
    Http404: missing,
    QueryStopped: busy,
    WarehouseBusy: busy,
    HttpError: refused,
    Exception: failed,
}


def install(api: NinjaAPI) -> None:
    """Answer every kind of failure of this API with a problem."""
    for error, handler in HANDLERS.items():
        api.add_exception_handler(error, handler)
