"""What every page behind login shares: the request's type, the permission gate, rendering."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse
from django.shortcuts import render as django_render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from raabta.workspaces.actor import Actor
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.policy import Role, may
from raabta.workspaces.queries import has_users
from raabta.workspaces.scoped import working_in

P = ParamSpec("P")
ZERO_BYTE = "%00"  # in an address; no text has it, and no database but SQLite takes it


class HttpRequest(DjangoRequest):
    """What a view behind `page` receives."""

    user: User
    htmx: HtmxDetails
    workspace: Workspace
    role: Role
    actor: Actor
    csp_nonce: str

    def may(self, permission: str) -> bool:
        return may(self.role, permission)


View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(
    permission: str, *, methods: str = "GET"
) -> Callable[[View[P]], Callable[Concatenate[DjangoRequest, P], HttpResponse]]:
    """Let the view run only for members who hold the permission, inside their workspace.

    `methods` is a list such as "GET POST". The permission stays readable as `.permission`.
    """

    def gate(view: View[P]) -> Callable[Concatenate[DjangoRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: DjangoRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return ask_to_log_in(request)
            if getattr(request, "workspace", None) is None:
                return redirect(request, reverse("web:workspaces:new"))
            ours = cast("HttpRequest", request)
            if not may(ours.role, permission):
                raise PermissionDenied(permission)
            if ZERO_BYTE in request.META.get("QUERY_STRING", ""):
                raise BadRequest
            with working_in(ours.workspace):
                return finished(view(ours, *args, **kwargs))

        guarded.permission = permission  # type: ignore[attr-defined]
        return require_http_methods(methods.split())(guarded)

    return gate


def own_page(
    *, methods: str = "GET"
) -> Callable[[View[P]], Callable[Concatenate[DjangoRequest, P], HttpResponse]]:
    """Let the view run for anybody logged in, about themselves; there may be no workspace."""

    def gate(view: View[P]) -> Callable[Concatenate[DjangoRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: DjangoRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return ask_to_log_in(request)
            return finished(view(cast("HttpRequest", request), *args, **kwargs))

        guarded.permission = ""  # type: ignore[attr-defined]
        return require_http_methods(methods.split())(guarded)

    return gate


def finished(response: HttpResponse) -> HttpResponse:
    """A lazy template response is rendered here, while the workspace is in use."""
    return response.render() if hasattr(response, "render") else response


def ask_to_log_in(request: DjangoRequest) -> HttpResponse:
    """To the login page and back; to the set-up page while there is nobody who could log in."""
    if not has_users():
        return redirect(request, reverse("web:setup:new"))
    if getattr(request, "htmx", False):
        seen = urlsplit(request.headers.get("HX-Current-URL", "/"))
        back = urlunsplit(("", "", seen.path or "/", seen.query, ""))
        return redirect(request, f"{reverse('account_login')}?{urlencode({'next': back})}")
    return redirect_to_login(request.get_full_path())


def render(
    request: DjangoRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the page, or only its partial `part` when htmx asks."""
    name = f"{template}#{part}" if part and getattr(request, "htmx", False) else template
    return django_render(request, name, context or {}, status=status)


class Renderer:
    """Renders with what the reader may do: name in the template -> permission."""

    def __init__(self, rights: Mapping[str, str]) -> None:
        self.rights = rights

    def __call__(
        self,
        request: HttpRequest,
        template: str,
        context: dict[str, Any],
        *,
        part: str = "",
        status: int = 200,
    ) -> HttpResponse:
        rights = {name: request.may(permission) for name, permission in self.rights.items()}
        return render(request, template, {**rights, **context}, part=part, status=status)


def redirect(request: DjangoRequest, url: str) -> HttpResponse:
    """Go to a page of ours, whether the browser or htmx asked."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})
