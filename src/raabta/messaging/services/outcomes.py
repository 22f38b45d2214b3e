"""What the ledger keeps of a channel's answer, and when a message is tried again."""

from datetime import timedelta
from random import uniform

from raabta.kernel import clock
from raabta.messaging.channel import Kind, Mail, Outcome
from raabta.messaging.models import Message
from raabta.messaging.services.claims import Settled

MOST_ATTEMPTS = 6
FIRST_WAIT = 30.0  # seconds; each next wait is four times as long
LONGEST_WAIT = 6 * 3600.0
State = Message.State
STATES = {
    Kind.SENT: State.SENT,
    Kind.BOUNCED: State.BOUNCED,
    Kind.FAILED: State.FAILED,
    Kind.UNKNOWN: State.UNKNOWN,
}


def settled(mail: Mail, outcome: Outcome, attempts: int) -> Settled:
    """The ledger's row for an outcome; `attempts` were made before this one."""
    if outcome.kind is Kind.UNTRIED:
        return Settled(mail.message_id, State.QUEUED, attempts=attempts)
    if outcome.kind is Kind.RETRY:
        return _again(mail, outcome, attempts + 1)
    return Settled(
        mail.message_id,
        STATES[outcome.kind],
        reason="refused" if outcome.kind in {Kind.BOUNCED, Kind.FAILED} else "",
        error="" if outcome.kind is Kind.SENT else outcome.text,
        provider_id=outcome.provider_id,
        bounce_kind=outcome.bounce_kind,
        attempts=attempts + 1,
    )


def _again(mail: Mail, outcome: Outcome, attempts: int) -> Settled:
    if attempts >= MOST_ATTEMPTS:
        return Settled(
            mail.message_id,
            State.BOUNCED,
            reason="gave_up",
            error=outcome.text,
            bounce_kind="soft",
            attempts=attempts,
        )
    return Settled(
        mail.message_id,
        State.QUEUED,
        reason="later",
        error=outcome.text,
        not_before=clock.now() + wait_before(attempts + 1),
        attempts=attempts,
    )


def wait_before(attempt: int) -> timedelta:
    """How long to wait before this attempt (the second is 2): longer each time, never in step."""
    seconds = min(LONGEST_WAIT, FIRST_WAIT * 4.0 ** (attempt - 2))
    return timedelta(seconds=seconds * uniform(0.75, 1.25))  # noqa: S311  not a secret
