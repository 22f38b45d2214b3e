"""The verbs of messaging; each room holds one subject."""

from raabta.messaging.services.mailings import (
    MailingClosed,
    cancel_mailing,
    open_mailing,
    pause_mailing,
    resume_mailing,
    seal_mailing,
    settle_unknown,
)
from raabta.messaging.services.planning import plan_messages
from raabta.messaging.services.test_sends import send_test

__all__ = [
    "MailingClosed",
    "cancel_mailing",
    "open_mailing",
    "pause_mailing",
    "plan_messages",
    "resume_mailing",
    "seal_mailing",
    "send_test",
    "settle_unknown",
]
