"""What a public request tells of who made it."""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from raabta.messaging.evidence import Evidence
from raabta.messaging.models import Message
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


def ip_of(request: HttpRequest) -> str | None:
    """The visitor's address: the one that the outermost proxy we trust saw."""
    seen = [str(request.META.get("REMOTE_ADDR", ""))]
    if count := settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        seen = [part.strip() for part in forwarded][-count:] or seen
    try:
        return str(ip_address(seen[0].split("%")[0]))
    except ValueError:
        return None


def agent_of(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:300]


def evidence_of(request: HttpRequest, way: str) -> Evidence:
    return Evidence(ip=ip_of(request), way=way, user_agent=agent_of(request))


def hints_of(request: HttpRequest) -> list[str]:
    """What the request alone says about a machine behind it."""
    hints = ["head"] if request.method == "HEAD" else []
    purposes = (request.headers.get(name, "") for name in ("Purpose", "Sec-Purpose", "X-Moz"))
    if any("prefetch" in purpose.lower() for purpose in purposes):
        hints.append("prefetch")
    return hints


@contextmanager
def reading(request: HttpRequest, message: Message) -> Iterator[None]:
    """In the message's workspace and its reader's language, unless they chose another one."""
    own = (getattr(message.customer, "language", ""), message.language)
    with reading_as(request, message.workspace, *own):
        yield


@contextmanager
def reading_as(request: HttpRequest, workspace: Workspace, *own: str) -> Iterator[None]:
    """In the workspace and the first of these languages that we speak, unless one was chosen."""
    tags = (tag.split("-")[0] for tag in (*own, workspace.language))
    wanted = (request.COOKIES.get("raabta_language", ""), *tags)
    known = dict(settings.LANGUAGES)
    language = next((tag for tag in wanted if tag in known), settings.LANGUAGE_CODE)
    with working_in(workspace), translation.override(language):
        request.LANGUAGE_CODE = language
        yield
