"""The messages of one person, each with the reason why they got it."""

from collections.abc import Sequence
from dataclasses import dataclass

from raabta.customers.models import ConsentRecord, ConsentState
from raabta.messaging.contact_rule import TRANSACTIONAL
from raabta.messaging.models import Message
from raabta.workspaces.models import Workspace

SHOWN = ("sent", "bounced", "failed", "refused", "unknown")


@dataclass(frozen=True)
class Explained:
    """`rule` is the stored rule that refused it; `line` the consent that allowed it.

    Neither: it was transactional, or of a purpose that needs no consent.
    """

    message: Message
    rule: str = ""
    line: ConsentRecord | None = None

    @property
    def is_transactional(self) -> bool:
        return self.message.purpose == TRANSACTIONAL


def explained_messages(
    workspace: Workspace, customer_id: int, *, most: int = 100
) -> list[Explained]:
    """Newest first. The ledger is append-only, so it tells what held when a message left."""
    rows = Message.objects.filter(workspace=workspace, customer=customer_id, state__in=SHOWN)
    rows = rows.exclude(origin__startswith="test:").select_related("mailing")
    lines = list(
        ConsentRecord.objects.filter(workspace=workspace, customer=customer_id).order_by(
            "-given_at", "-position"
        )
    )
    found = rows.order_by("-planned_at", "-pk")[:most]
    return [Explained(row, row.reason, _allowing(row, lines)) for row in found]


def _allowing(message: Message, lines: Sequence[ConsentRecord]) -> ConsentRecord | None:
    """The newest answer for its purpose and channel that was known when it left, if it was yes."""
    at = message.sent_at or message.planned_at
    said = (
        line
        for line in lines
        if (line.purpose, line.channel) == (message.purpose, message.channel)
        and line.given_at <= at
        and line.recorded_at <= at
    )
    line = next(said, None)
    return line if line and line.state == ConsentState.GRANTED else None
