"""Answers that people gave, by form, program or page: recorded, or confirmed by mail first."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import transaction

from raabta.customers.models import Customer
from raabta.customers.services.consent import Answer, record_consents
from raabta.messaging.models import PendingConsent, Suppression
from raabta.messaging.requirements import requirements_of
from raabta.messaging.services.confirmations import CannotAsk, Question, ask_to_confirm
from raabta.messaging.suppression_hash import value_hash
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


@dataclass
class Taken:
    """What became of the answers: recorded, or waiting for the owner of the mailbox."""

    recorded: list[Answer] = field(default_factory=list)
    waiting: list[PendingConsent] = field(default_factory=list)


@transaction.atomic
def take_answers(
    *, workspace: Workspace, actor: Actor, customer: Customer, answers: Sequence[Answer]
) -> Taken:
    """All of one person. A yes to what needs confirming counts once it is confirmed.

    Who cannot be asked, for they have no address, has not said yes.
    """
    required, taken = requirements_of(workspace), Taken()
    for answer in answers:
        if (
            answer.state == "granted"
            and required.of(answer.purpose, answer.channel).needs_confirming
        ):
            with suppress(CannotAsk):
                asked = ask_to_confirm(
                    workspace=workspace, actor=actor, customer=customer, question=_question(answer)
                )
                taken.waiting += [asked] if asked else []
        else:
            taken.recorded.append(answer)
    record_consents(workspace=workspace, actor=actor, answers=taken.recorded)
    return taken


def lift_unsubscription(workspace: Workspace, address: str) -> None:
    """The owner wants messages again; the other reasons for suppression are not theirs to lift."""
    Suppression.objects.filter(
        workspace=workspace,
        value_hash=value_hash(address),
        reason=Suppression.Reason.UNSUBSCRIBE,
    ).delete()


def _question(answer: Answer) -> Question:
    told = [answer.evidence, f"file {answer.file_digest}" if answer.file_digest else ""]
    return Question(
        purpose=answer.purpose,
        channel=answer.channel,
        source=answer.source,
        text_version=answer.text_version,
        ip=answer.ip,
        evidence="\n".join(filter(None, told)),
    )
