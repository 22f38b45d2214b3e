"""Who asks, in which workspace and language, and what the answer may load."""

import secrets
from collections.abc import Callable
from zoneinfo import ZoneInfo

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.policy import may
from raabta.workspaces.queries import membership_for

SEEN_EVERY = 300
Handler = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: https:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'; object-src 'none'"
)


def content_security_policy(handle: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        nonce = secrets.token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = handle(request)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce))
        return response

    return middleware


def member(handle: Handler) -> Handler:
    """Put the member's workspace, role and actor on the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.workspace = None  # type: ignore[attr-defined]
        request.may = lambda _permission: False  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            found = membership_for(request.user, request.session.get("workspace_id"))
            if found:
                role = found.role_held
                request.workspace = found.workspace  # type: ignore[attr-defined]
                request.role = role  # type: ignore[attr-defined]
                request.actor = Actor.user(request.user)  # type: ignore[attr-defined]
                request.may = lambda permission: may(role, permission)  # type: ignore[attr-defined]
        return handle(request)

    return middleware


def session_activity(handle: Handler) -> Handler:
    """Remember when and from where a session was last used, to five minutes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(clock.now().timestamp())
            if now - request.session.get("seen_at", 0) >= SEEN_EVERY:
                request.session["seen_at"] = now
                UserSession.objects.create_from_request(request)
        return handle(request)

    return middleware


def readers_language(handle: Handler) -> Handler:
    """Answer in the language and zone of the user, else of the workspace, else of the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user, workspace = request.user, getattr(request, "workspace", None)
        chosen = (
            getattr(user, "language", "")
            or request.COOKIES.get("raabta_language", "")
            or getattr(workspace, "language", "")
        )
        language = (
            chosen
            if chosen in dict(settings.LANGUAGES)
            else translation.get_language_from_request(request)
        )
        zone = getattr(user, "time_zone", "") or getattr(workspace, "time_zone", "") or "UTC"
        request.theme = getattr(user, "theme", "") or request.COOKIES.get("raabta_theme", "")  # type: ignore[attr-defined]
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            request.LANGUAGE_CODE = translation.get_language()
            response = handle(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    return middleware
