"""What people choose about our messages, from a mail, without logging in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from raabta.customers.models import Customer
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.people import edit_customer
from raabta.customers.services.wishes import limit_frequency, pause_customer
from raabta.kernel import bus, clock
from raabta.messaging.contact_rule import TRANSACTIONAL
from raabta.messaging.domain_events import Unsubscribed
from raabta.messaging.evidence import READER, Evidence
from raabta.messaging.models import Engagement, Message, Suppression
from raabta.messaging.queries.choices import consent_state
from raabta.messaging.queries.preferences import MARKETING, Key, stand_of
from raabta.messaging.services.answers import Taken, lift_unsubscription, take_answers
from raabta.messaging.services.claims import mark_changed
from raabta.messaging.services.suppressions import suppress_address
from raabta.messaging.services.telling import tell


@dataclass(frozen=True)
class Choices:
    """The preference page's answers. `every_days` None: as many messages as there are."""

    answers: Mapping[Key, bool]
    paused_until: datetime | None
    every_days: int | None
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
def subscribe_again(*, message: Message, evidence: Evidence) -> bool:
    """The person takes the unsubscription back: consent anew, with what proves it.

    Whether it holds now; else it has to be confirmed by mail.
    """
    customer = message.customer
    if customer is None:
        return False
    answer = _answer(message, "granted", evidence)
    taken = take_answers(
        workspace=message.workspace, actor=READER, customer=customer, answers=[answer]
    )
    if taken.recorded:
        lift_unsubscription(message.workspace, message.address)
    return bool(taken.recorded)


@transaction.atomic
def leave_topic(*, message: Message, evidence: Evidence) -> None:
    """No more messages about this one's topic; the rest goes on."""
    topic = message.mailing.topic
    if topic is not None and message.customer_id is not None:
        answer = replace(_answer(message, "withdrawn", evidence), purpose=topic.ledger_purpose)
        record_consent(workspace=message.workspace, actor=READER, answer=answer)


@transaction.atomic
def choose(
    *, customer: Customer, choices: Choices, evidence: Evidence, message: Message | None = None
) -> Taken:
    """Store the preference page's answers; those that say what held already add no line.

    `message` is the one whose link was followed; leaving its purpose counts as its unsubscription.
    Raises Customer.DoesNotExist when they are gone.
    """
    who: dict[str, Any] = {"workspace": customer.workspace, "actor": READER}
    Customer.objects.get(pk=customer.pk, deleted_at=None)
    answers = _changed(customer, choices.answers, evidence)
    own = (purpose_of(message), message.channel) if message else None
    left = next((one for one in answers if _is_no(one, own)), None)
    if message and left:
        unsubscribe(message=message, evidence=evidence)
        answers.remove(left)
    taken = take_answers(**who, customer=customer, answers=answers)
    if any((one.purpose, one.state) == (MARKETING, "granted") for one in taken.recorded):
        lift_unsubscription(customer.workspace, customer.email)
    pause_customer(**who, customer_id=customer.pk, until=choices.paused_until)
    limit_frequency(**who, customer_id=customer.pk, every_days=choices.every_days)
    values = {
        "first_name": choices.first_name,
        "last_name": choices.last_name,
        "language": choices.language,
    }
    edit_customer(**who, customer_id=customer.pk, values=values)
    return taken


def _changed(customer: Customer, answers: Mapping[Key, bool], evidence: Evidence) -> list[Answer]:
    stand = stand_of(customer)
    return [
        Answer(
            customer_id=customer.pk,
            purpose=purpose,
            channel=channel,
            state="granted" if wants else "withdrawn",
            source=evidence.way,
            ip=evidence.ip,
            evidence=evidence.user_agent,
        )
        for (purpose, channel), wants in answers.items()
        if wants != stand.wants(purpose, channel)
    ]


def _is_no(answer: Answer, own: Key | None) -> bool:
    return answer.state == "withdrawn" and (answer.purpose, answer.channel) == own


def is_subscribed(message: Message) -> bool:
    """Whether the person may get messages of this purpose, as far as consent goes."""
    return consent_state(message, purpose_of(message)) != "withdrawn"


def purpose_of(message: Message) -> str:
    """Nobody can unsubscribe from receipts; their link means advertising."""
    return MARKETING if message.purpose == TRANSACTIONAL else message.purpose


def _withdraw(message: Message, evidence: Evidence) -> None:
    if message.customer_id is not None:
        if is_subscribed(message):
            answer = _answer(message, "withdrawn", evidence)
            record_consent(workspace=message.workspace, actor=READER, answer=answer)
    elif message.address:
        suppress_address(
            workspace=message.workspace, actor=READER, address=message.address,
            reason=Suppression.Reason.UNSUBSCRIBE, evidence=evidence.way,
        )  # fmt: skip


def _answer(message: Message, state: str, evidence: Evidence) -> Answer:
    return Answer(
        customer_id=message.customer_id or 0,
        purpose=purpose_of(message),
        channel=message.channel,
        state=state,
        source=evidence.way,
        ip=evidence.ip,
        evidence=f"message {message.token}; {evidence.user_agent}"[:1_000],
    )
