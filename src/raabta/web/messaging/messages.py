"""The send ledger: every message, what became of it, and why."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.messaging import words
from raabta.messaging.models import Message, OutboxMail
from raabta.messaging.queries.messages import engagements_of, reasons_used
from raabta.messaging.queries.messages import messages as ledger
from raabta.messaging.services import settle_unknown
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.messaging.found import own
from raabta.web.paging import after_and_before
from raabta.workspaces.services.audit import record_audit

FILTERS = ("origin", "state", "reason")
POLICIES = {"sent", "failed", "resend"}


@page("messaging.view")
def index(request: HttpRequest) -> HttpResponse:
    wanted = {name: request.GET.get(name, "") for name in FILTERS}
    found = ledger(request.workspace, search=request.GET.get("q", "").strip(), **wanted)
    rows, previous, following = after_and_before(request, found)
    context = {
        "rows": [(row, *shown(row)) for row in rows],
        "previous": previous,
        "next": following,
        "total": found.count(),
        "can_edit": request.may("messaging.edit"),
        "states": [(key, str(word)) for key, word in words.STATES.items()],
        "reasons": [(key, words.why_not(key)) for key in reasons_used(request.workspace)],
        "is_filtered": any([*wanted.values(), request.GET.get("q")]),
        "unknown": found.filter(state="unknown").count() if wanted["origin"] else 0,
        **wanted,
    }
    return render(request, "messaging/messages/index.html", context, part="rows")


def shown(row: Message) -> tuple[str, str, str]:
    reason = words.why_not(row.reason) if row.reason else ""
    return words.state_word(row.state), words.state_tone(row.state), reason


@page("messaging.view")
def show(request: HttpRequest, message_id: int) -> HttpResponse:
    message = own(request, Message, message_id)
    state, tone, reason = shown(message)
    acts = [
        (row, words.engagement_word(row.kind), words.sign_words(row.why))
        for row in engagements_of(message)
    ]
    context = {
        "message": message,
        "state": state,
        "tone": tone,
        "reason": reason,
        "acts": acts,
        "kept": OutboxMail.objects.filter(message=message).defer("raw").first(),
    }
    return render(request, "messaging/messages/show.html", context)


@page("messaging.edit", methods="POST")
def settle(request: HttpRequest) -> HttpResponse:
    """Decide what became of the unknown messages of one origin."""
    origin, policy = request.POST.get("origin", ""), request.POST.get("policy", "")
    if policy in POLICIES:
        count = settle_unknown(workspace=request.workspace, origin=origin, policy=policy)
        record_audit(
            workspace=request.workspace, actor=request.actor, verb="message.settled",
            target=origin, detail={"policy": policy, "count": count},
        )  # fmt: skip
        told = ngettext("%(count)s message is settled.", "%(count)s messages are settled.", count)
        messages.success(request, told % {"count": count})
    else:
        messages.error(request, _("Nothing was changed: choose what became of them."))
    return redirect(request, f"{reverse('web:messages:index')}?origin={origin}")
