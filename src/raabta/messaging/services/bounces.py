"""Bounces and complaints: kept on the message, and followed by suppression."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django_scopes import scopes_disabled

from raabta.customers.services.consent import Answer, record_consent
from raabta.kernel import bus, clock
from raabta.messaging.bounces.reading import BOUNCE, COMPLAINT, Failure, Returned, read_returned
from raabta.messaging.domain_events import MessageBounced, MessageComplained
from raabta.messaging.models import Engagement, Message, Suppression
from raabta.messaging.services.claims import mark_changed
from raabta.messaging.services.suppressions import suppress_address
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

SOFT_MOST = 5  # so many soft bounces ...
SOFT_WITHIN = timedelta(days=30)  # ... within this time, and the address is suppressed
RECENT = timedelta(days=30)  # a bounce without our token is of a message younger than this
State = Message.State
DELIVERED = (State.SENT, State.UNKNOWN, State.HANDED, State.BOUNCED)


@dataclass(frozen=True)
class Taken:
    """What a returned mail was, and the message it belongs to when that was found."""

    returned: Returned
    message: Message | None


def take_bounce(raw: bytes, *, workspace: Workspace | None = None) -> Taken:
    """Read a returned mail and act on it; without `workspace`, it may belong to any."""
    returned = read_returned(raw)
    message = _message_of(returned, workspace)
    if message is None:
        return Taken(returned, None)
    with working_in(message.workspace):
        if returned.kind == COMPLAINT:
            note_complaint(message, returned.feedback)
        elif returned.kind == BOUNCE:
            _note(message, returned)
    return Taken(returned, message)


def _message_of(returned: Returned, workspace: Workspace | None) -> Message | None:
    with scopes_disabled():
        rows = Message.objects.select_related("workspace").filter(state__in=DELIVERED)
        if workspace is not None:
            rows = rows.filter(workspace=workspace)
        if returned.token:
            return rows.filter(token=returned.token).first()
        since = clock.now() - RECENT
        sent = rows.filter(address__in=returned.recipients, sent_at__gte=since)
        return sent.order_by("-sent_at").first() if returned.recipients else None


def _note(message: Message, returned: Returned) -> None:
    own = [one for one in returned.failures if one.recipient == message.address.lower()]
    failure: Failure = (own or list(returned.failures))[0]
    if failure.is_final and failure.verdict.is_about_recipient:
        note_bounce(message, failure.verdict.kind, failure.text)


@transaction.atomic
def note_bounce(message: Message, kind: str, text: str) -> None:
    """Keep that the message came back, once; a hard or repeated bounce suppresses the address."""
    now = clock.now()
    if Engagement.objects.filter(message=message, kind=Engagement.Kind.BOUNCE).exists():
        return
    Message.objects.filter(pk=message.pk).update(
        state=State.BOUNCED, bounced_at=now, bounce_kind=kind, error=text[:2_000]
    )
    _engagement(message, Engagement.Kind.BOUNCE, [kind])
    if message.address and (kind == "hard" or _softly_too_often(message)):
        suppress_address(
            workspace=message.workspace, actor=SYSTEM, address=message.address,
            reason=Suppression.Reason.BOUNCE, evidence=text[:500],
        )  # fmt: skip
    mark_changed(message.workspace_id, [message.pk])
    bus.publish(MessageBounced(message.workspace_id, message.pk, message.customer_id, kind))


@transaction.atomic
def note_complaint(message: Message, feedback: str) -> None:
    """Keep that somebody called the message spam: no more marketing to them."""
    now = clock.now()
    won = Message.objects.filter(pk=message.pk, complained_at=None).update(complained_at=now)
    if not won:
        return
    _engagement(message, Engagement.Kind.COMPLAINT, [feedback])
    if message.address:
        suppress_address(
            workspace=message.workspace, actor=SYSTEM, address=message.address,
            reason=Suppression.Reason.COMPLAINT, evidence=feedback,
        )  # fmt: skip
    if message.customer_id:
        answer = Answer(
            customer_id=message.customer_id, purpose=message.purpose, channel=message.channel,
            state="withdrawn", source="complaint", evidence=f"message {message.token}",
        )  # fmt: skip
        record_consent(workspace=message.workspace, actor=SYSTEM, answer=answer)
    mark_changed(message.workspace_id, [message.pk])
    bus.publish(MessageComplained(message.workspace_id, message.pk, message.customer_id))


def note_bounces_of(ids: dict[int, tuple[str, str]]) -> None:
    """After a batch: what the server refused at once. Message id -> kind and words."""
    for message in Message.objects.select_related("workspace").filter(pk__in=ids):
        note_bounce(message, *ids[message.pk])


def _softly_too_often(message: Message) -> bool:
    since = clock.now() - SOFT_WITHIN
    soft = Message.objects.filter(
        workspace=message.workspace_id, address=message.address, bounce_kind="soft",
        bounced_at__gte=since,
    )  # fmt: skip
    return soft.count() >= SOFT_MOST


def _engagement(message: Message, kind: str, why: list[str]) -> None:
    now = clock.now()
    Engagement.objects.create(
        workspace_id=message.workspace_id, message=message, kind=kind, at=now, judged_at=now,
        why=why,
    )  # fmt: skip
