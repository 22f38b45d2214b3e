"""What other contexts may want to hear about messages; ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailingFinished:
    """Nothing of a sealed mailing waits or is on its way any more."""

    workspace_id: int
    origin: str


@dataclass(frozen=True)
class MessageBounced:
    workspace_id: int
    message_id: int
    customer_id: int | None
    kind: str  # hard, soft


@dataclass(frozen=True)
class MessageComplained:
    workspace_id: int
    message_id: int
    customer_id: int | None


@dataclass(frozen=True)
class Unsubscribed:
    workspace_id: int
    message_id: int
    customer_id: int | None
    purpose: str
