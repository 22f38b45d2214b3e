"""Where the links of mails lead: to the stored page, and nowhere else."""

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from raabta.messaging.machines import TRAP_HINT
from raabta.messaging.models import Message, TrackedLink
from raabta.messaging.queries.choices import link_of, message_by_token
from raabta.messaging.services.engagement import keep_engagement
from raabta.messaging.signing import TRAP, is_signed
from raabta.web.http import render
from raabta.web.messaging.visitor import agent_of, hints_of, ip_of
from raabta.workspaces.scoped import working_in

log = structlog.get_logger()


@never_cache
@require_safe
def show(request: HttpRequest, token: str, key: str, signature: str) -> HttpResponse:
    message = message_by_token(token) if is_signed(signature, "click", token, key) else None
    if message is None:
        return gone(request)
    with working_in(message.workspace):
        if key == TRAP:
            keep(request, message, "click", hints=[TRAP_HINT])
            return HttpResponse(status=204)
        link = link_of(message, key)
        if link is None:
            return gone(request)
        keep(request, message, "click", link=link)
        return HttpResponseRedirect(link.url)


show.is_public = True  # type: ignore[attr-defined]


def keep(
    request: HttpRequest,
    message: Message,
    kind: str,
    *,
    link: TrackedLink | None = None,
    hints: list[str] | None = None,
) -> None:
    """Keep what happened; a reader never waits for, or sees, trouble of ours."""
    if message.mailing.is_test or not message.mailing.is_tracked:
        return
    try:
        keep_engagement(
            message=message,
            kind=kind,
            link=link,
            ip=ip_of(request),
            user_agent=agent_of(request),
            hints=[*hints_of(request), *(hints or [])],
        )
    except DatabaseError:
        log.exception("engagement lost", kind=kind, message_id=message.pk)


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "messaging/public/gone.html", status=404)
