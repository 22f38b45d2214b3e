"""What a server's answer means for one message."""

import re

from raabta.messaging.bounces.verdicts import judge
from raabta.messaging.channel import Kind, Outcome

QUEUED_AS = re.compile(
    r"(?:queued as|id=|Ok:? queued as|message[- ]id)[ :<]*([\w.@-]+)", re.IGNORECASE
)
# the account or this server is not in order: every message would get the same answer
NOT_THIS_MESSAGE = {421, 454, 530, 534, 535, 538}


def accepted(text: str) -> Outcome:
    found = QUEUED_AS.search(text)
    return Outcome(Kind.SENT, text, provider_id=(found[1] if found else text)[:200])


def refused(code: int, text: str) -> Outcome:
    """An answer that is not 2xx to a recipient or a message: later, bounced or failed."""
    words = f"{code} {text}"
    if code < 500:
        return Outcome(Kind.RETRY, words)
    verdict = judge(code=code, text=words)
    if verdict.is_about_recipient:
        return Outcome(Kind.BOUNCED, words, bounce_kind=verdict.kind)
    return Outcome(Kind.FAILED, words)


def is_about_channel(code: int) -> bool:
    return code in NOT_THIS_MESSAGE
