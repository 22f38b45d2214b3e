"""Who calls: the key, its scopes, its rate, and the workspace that its calls work in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Schema
from ninja.operation import Operation
from ninja.security import HttpBearer
from ninja.utils import contribute_operation_callback

from raabta.api.problems import Problem
from raabta.kernel import clock
from raabta.workspaces.queries import KeyAccess, key_for
from raabta.workspaces.scoped import working_in

P = ParamSpec("P")
R = TypeVar("R")
PER_MINUTE = 1_200
WINDOW_SECONDS = 60


class ApiRequest(HttpRequest):
    """What an operation behind `allowed` receives."""

    auth: KeyAccess


@dataclass(frozen=True)
class Quota:
    limit: int
    remaining: int
    reset: int  # seconds


class Key(HttpBearer):
    """`Authorization: Bearer <key>`; the middleware has looked the key up."""

    def authenticate(self, request: HttpRequest, token: str) -> KeyAccess | None:
        return getattr(request, "key_access", None)


def access_of(request: HttpRequest) -> KeyAccess | None:
    """The access behind the request's key, if it carries a valid one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return key_for(token) if scheme.lower() == "bearer" and token else None


@dataclass
class Rates:
    """Calls of each key in the current minute, in this process."""

    per_minute: int = PER_MINUTE
    counts: dict[int, int] = field(default_factory=dict)
    window: int = 0
    lock: Lock = field(default_factory=Lock)

    def take(self, key_id: int) -> Quota:
        """Count one call; `remaining` is negative when the minute's share is used up."""
        now = clock.now().timestamp()
        reset = WINDOW_SECONDS - int(now) % WINDOW_SECONDS
        with self.lock:
            if self.window != int(now) // WINDOW_SECONDS:
                self.window = int(now) // WINDOW_SECONDS
                self.counts.clear()
            self.counts[key_id] = used = self.counts.get(key_id, 0) + 1
        return Quota(self.per_minute, self.per_minute - used, reset)


rates = Rates()


def _refuse_unknown(request: HttpRequest, query: object) -> None:
    """A mistyped filter would answer with everything, so it is an error."""
    known = type(query).model_fields if isinstance(query, Schema) else {}
    if unknown := sorted(request.GET.keys() - known.keys()):
        errors = [
            {"where": f"query.{name}", "message": "There is no such filter."} for name in unknown
        ]
        raise Problem(422, "Nothing was done. See errors for each parameter.", errors=errors)


def demand(request: ApiRequest, permission: str) -> None:
    """A second scope that an operation needs. Raises PermissionDenied."""
    if not request.auth.may(permission):
        raise PermissionDenied(permission)


def _tell_scope(permission: str, operation: Operation) -> None:
    operation.openapi_extra = {**(operation.openapi_extra or {}), "x-scope": permission}


def allowed(
    permission: str,
) -> Callable[[Callable[Concatenate[ApiRequest, P], R]], Callable[Concatenate[ApiRequest, P], R]]:
    """Let the operation run only for keys with this scope, inside their workspace."""

    def gate(
        operation: Callable[Concatenate[ApiRequest, P], R],
    ) -> Callable[Concatenate[ApiRequest, P], R]:
        @wraps(operation)
        def guarded(request: ApiRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            demand(request, permission)
            _refuse_unknown(request, kwargs.get("query"))
            with working_in(request.auth.workspace):
                return operation(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        contribute_operation_callback(guarded, partial(_tell_scope, permission))
        return guarded

    return gate
