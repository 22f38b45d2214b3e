"""Double opt-in: a consent counts once the owner of the mailbox says so."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from raabta.customers.models import Consent, Customer
from raabta.customers.queries import identities_of
from raabta.customers.queries.consent import lock_people
from raabta.customers.services.consent import Answer, record_consent
from raabta.kernel import clock
from raabta.messaging.evidence import READER, Evidence
from raabta.messaging.models import PendingConsent, Suppression
from raabta.messaging.suppression_hash import value_hash
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

LASTS = timedelta(days=7)
PAUSE = timedelta(minutes=5)
MOST_MAILS = 3  # for one question, so that nobody's mailbox is filled through us


@dataclass(frozen=True)
class Question:
    """What somebody agreed to, and how we know that they were asked.

    `text` are the words that they saw; `ip` and `evidence` are removed with the person.
    """

    purpose: str
    source: str
    channel: str = "email"
    text: str = ""
    text_version: str = ""
    ip: str | None = None
    evidence: str = ""


class CannotAsk(Exception):
    """They have no address that may be written to."""


@transaction.atomic
def ask_to_confirm(
    *,
    workspace: Workspace,
    actor: Actor,
    customer: Customer,
    question: Question,
    lasts: timedelta = LASTS,
) -> PendingConsent | None:
    """Mail the person a link to confirm with; until then nothing is allowed.

    Asking again while a question is open renews it; a mail leaves as often as `resend` would
    let it. Returns None when they have agreed before. Raises CannotAsk.
    """
    lock_people({customer.pk})
    key: dict[str, Any] = {"workspace": workspace, "customer": customer}
    key |= {"purpose": question.purpose, "channel": question.channel}
    if Consent.objects.filter(**key, state="granted").exists():
        return None
    address, now = _address_of(workspace, customer), clock.now()
    rows = PendingConsent.objects.filter(**key, address=address, expires_at__gt=now)
    pending = rows.filter(confirmed_at=None).order_by("-pk").first()
    if pending is None:
        pending = PendingConsent(**key, address=address, token=secrets.token_urlsafe(16))
    pending.text, pending.text_version = question.text, question.text_version
    pending.source, pending.ip = question.source, question.ip
    pending.evidence, pending.actor = question.evidence[:1_000], actor.label
    pending.asked_at, pending.expires_at = now, now + lasts
    if may_mail(pending):
        pending.mail_due_at = now
    pending.save()
    _audit(workspace, actor, pending)
    return pending


@transaction.atomic
def resend(*, workspace: Workspace, actor: Actor, pending_id: int) -> bool:
    """Mail an open question again and renew its time. Whether a mail will leave."""
    rows = PendingConsent.objects.select_for_update(of=("self",)).select_related("customer")
    pending = rows.filter(workspace=workspace, pk=pending_id, confirmed_at=None).first()
    if pending is None or not may_mail(pending):
        return False
    pending.mail_due_at = clock.now()
    pending.expires_at = clock.now() + LASTS
    pending.save(update_fields=["mail_due_at", "expires_at"])
    _audit(workspace, actor, pending)
    return True


@transaction.atomic
def cancel_question(*, workspace: Workspace, actor: Actor, pending_id: int) -> bool:
    """Its link works no more and no mail leaves. Whether it was still open."""
    now = clock.now()
    rows = PendingConsent.objects.filter(workspace=workspace, pk=pending_id)
    still = rows.filter(confirmed_at=None, expires_at__gt=now)
    if not still.update(expires_at=now, mail_due_at=None):
        return False
    pending = rows.select_related("customer").get()
    _audit(workspace, actor, pending, "consent.question_cancelled")
    return True


def may_mail(pending: PendingConsent) -> bool:
    rested = pending.mailed_at is None or clock.now() - pending.mailed_at >= PAUSE
    return rested and pending.mails < MOST_MAILS


@transaction.atomic
def confirm(*, pending: PendingConsent, evidence: Evidence) -> bool:
    """Write the consent, with what proves both moments; safe to repeat.

    False when it is too late, or the address is not the person's any more.
    """
    lock_people({pending.customer_id})
    pending.refresh_from_db(fields=["confirmed_at"])  # the button may be pressed twice at once
    if pending.confirmed_at is not None:
        return True
    now = clock.now()
    open_ones = PendingConsent.objects.filter(pk=pending.pk, confirmed_at=None, expires_at__gt=now)
    if not _is_theirs(pending) or not open_ones.update(confirmed_at=now, mail_due_at=None):
        return False
    answer = Answer(
        customer_id=pending.customer_id, purpose=pending.purpose, channel=pending.channel,
        state="granted", source=pending.source, text_version=pending.text_version,
        ip=evidence.ip, given_at=now, evidence=_both(pending, evidence),
    )  # fmt: skip
    record_consent(workspace=pending.workspace, actor=READER, answer=answer)
    return True


def forget_questions(ids: Sequence[int]) -> int:
    """Remove questions that ran out or were answered. Returns how many."""
    return PendingConsent.objects.filter(pk__in=ids).delete()[0]


def _both(pending: PendingConsent, evidence: Evidence) -> str:
    """Both moments in the words of the ledger, which is written once for all languages."""
    asked = f"asked {pending.asked_at.isoformat()} from {pending.ip or 'unknown'}"
    mailed = f"confirmed by a mail to {pending.address}"
    lines = (asked, pending.evidence, f"text: {pending.text}", mailed, evidence.user_agent)
    return "\n".join(line for line in lines if line)[:4_000]


def _is_theirs(pending: PendingConsent) -> bool:
    known = identities_of(pending.workspace, pending.customer_id)
    return any(value_hash(held.value) == value_hash(pending.address) for held in known)


def _address_of(workspace: Workspace, customer: Customer) -> str:
    if not customer.email or customer.deleted_at:
        raise CannotAsk
    held_back = Suppression.objects.filter(
        workspace=workspace, channel="email", value_hash=value_hash(customer.email)
    )
    # who unsubscribed may come back by their own wish; the other reasons are not theirs to lift
    if held_back.exclude(reason=Suppression.Reason.UNSUBSCRIBE).exists():
        raise CannotAsk
    return customer.email


def _audit(
    workspace: Workspace, actor: Actor, pending: PendingConsent, verb: str = "consent.asked"
) -> None:
    record_audit(
        workspace=workspace, actor=actor, verb=verb, target=pending.customer,
        detail={"purpose": pending.purpose, "channel": pending.channel},
    )  # fmt: skip
