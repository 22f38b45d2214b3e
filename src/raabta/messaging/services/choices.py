"""What people choose about our messages, from a mail, without logging in."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from raabta.customers.models import Customer
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.pausing import pause_customer
from raabta.customers.services.people import edit_customer
from raabta.kernel import bus, clock
from raabta.messaging.contact_rule import TRANSACTIONAL
from raabta.messaging.domain_events import Unsubscribed
from raabta.messaging.models import Engagement, Message, Suppression
from raabta.messaging.queries.choices import consent_state
from raabta.messaging.services.claims import mark_changed
from raabta.messaging.services.suppressions import suppress_address
from raabta.messaging.services.telling import tell
from raabta.messaging.suppression_hash import value_hash
from raabta.workspaces.actor import Actor

READER = Actor(label="Recipient", via="preferences")
MARKETING = "marketing"


@dataclass(frozen=True)
class Evidence:
    """How we know what somebody chose."""

    ip: str | None
    way: str  # one_click, page, preferences
    user_agent: str = ""


@dataclass(frozen=True)
class Choices:
    """The preference page's answers."""

    wants_marketing: bool
    paused_until: datetime | None
    first_name: str
    last_name: str
    language: str


@transaction.atomic
def unsubscribe(*, message: Message, evidence: Evidence) -> None:
    """No more messages of this one's purpose to this person; safe to repeat."""
    _withdraw(message, evidence)
    now = clock.now()
    won = Message.objects.filter(pk=message.pk, unsubscribed_at=None).update(unsubscribed_at=now)
    if not won:
        return
    row = Engagement.objects.create(
        workspace_id=message.workspace_id, message=message, kind=Engagement.Kind.UNSUBSCRIBE,
        at=now, judged_at=now, why=[evidence.way], ip=evidence.ip,
        user_agent=evidence.user_agent[:300],
    )  # fmt: skip
    mark_changed(message.workspace_id, [message.pk])
    tell(message.workspace, [(message, row)])
    purpose = purpose_of(message)
    bus.publish(Unsubscribed(message.workspace_id, message.pk, message.customer_id, purpose))


@transaction.atomic
def subscribe_again(*, message: Message, evidence: Evidence) -> None:
    """The person takes the unsubscription back: consent anew, with what proves it."""
    if message.customer_id is None:
        return
    _record(message, "granted", evidence)
    Suppression.objects.filter(
        workspace=message.workspace_id,
        value_hash=value_hash(message.address),
        reason=Suppression.Reason.UNSUBSCRIBE,
    ).delete()


@transaction.atomic
def choose(*, message: Message, choices: Choices, evidence: Evidence) -> None:
    """Store the preference page's answers. Raises Customer.DoesNotExist when they are gone."""
    customer = Customer.objects.get(pk=message.customer_id or 0, deleted_at=None)
    had = is_subscribed(message)
    if choices.wants_marketing and not had:
        subscribe_again(message=message, evidence=evidence)
    elif not choices.wants_marketing and had:
        unsubscribe(message=message, evidence=evidence)
    pause_customer(
        workspace=message.workspace, actor=READER, customer_id=customer.pk,
        until=choices.paused_until,
    )  # fmt: skip
    values = {
        "first_name": choices.first_name,
        "last_name": choices.last_name,
        "language": choices.language,
    }
    edit_customer(workspace=message.workspace, actor=READER, customer_id=customer.pk, values=values)


def is_subscribed(message: Message) -> bool:
    """Whether the person may get messages of this purpose, as far as consent goes."""
    return consent_state(message, purpose_of(message)) != "withdrawn"


def purpose_of(message: Message) -> str:
    """Nobody can unsubscribe from receipts; their link means advertising."""
    return MARKETING if message.purpose == TRANSACTIONAL else message.purpose


def _withdraw(message: Message, evidence: Evidence) -> None:
    if message.customer_id is not None:
        if is_subscribed(message):
            _record(message, "withdrawn", evidence)
    elif message.address:
        suppress_address(
            workspace=message.workspace, actor=READER, address=message.address,
            reason=Suppression.Reason.UNSUBSCRIBE, evidence=evidence.way,
        )  # fmt: skip


def _record(message: Message, state: str, evidence: Evidence) -> None:
    answer = Answer(
        customer_id=message.customer_id or 0,
        purpose=purpose_of(message),
        channel=message.channel,
        state=state,
        source=evidence.way,
        ip=evidence.ip,
        evidence=f"message {message.token}; {evidence.user_agent}"[:1_000],
    )
    record_consent(workspace=message.workspace, actor=READER, answer=answer)
