"""What every page behind login shares: the request's type, the permission gate, rendering."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse
from django.shortcuts import render as django_render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from raabta.workspaces.actor import Actor
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.policy import Role, may
from raabta.workspaces.scoped import working_in

P = ParamSpec("P")


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
                return redirect_to_login(request.get_full_path())
            if getattr(request, "workspace", None) is None:
                return redirect(request, reverse("web:workspaces:new"))
            ours = cast("HttpRequest", request)
            if not may(ours.role, permission):
                raise PermissionDenied(permission)
            with working_in(ours.workspace):
                response = view(ours, *args, **kwargs)
                return response.render() if hasattr(response, "render") else response

        guarded.permission = permission  # type: ignore[attr-defined]
        return require_http_methods(methods.split())(guarded)

    return gate


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


def redirect(request: DjangoRequest, url: str) -> HttpResponse:
    """Go to a page of ours, whether the browser or htmx asked."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})
