"""Engagement as events of people, for audiences and reports."""

from collections.abc import Sequence
from typing import Any

from raabta.messaging.models import Engagement, Message
from raabta.tracking.event import IncomingEvent
from raabta.tracking.services import BadEvents, accept_events
from raabta.workspaces.models import Workspace

NAMES = {
    Engagement.Kind.OPEN: "email_opened",
    Engagement.Kind.CLICK: "email_clicked",
    Engagement.Kind.UNSUBSCRIBE: "email_unsubscribed",
    Engagement.Kind.COMPLAINT: "email_complained",
    Engagement.Kind.BOUNCE: "email_bounced",
}


def tell(workspace: Workspace, rows: Sequence[tuple[Message, Engagement]]) -> None:
    """What people did becomes events; what machines or tests did does not."""
    events = [
        IncomingEvent(
            customer_id=message.customer_id,
            name=NAMES[Engagement.Kind(row.kind)],
            properties=_properties(message, row),
            occurred_at=row.at,
            message_id=f"engagement:{row.pk}",
        )
        for message, row in rows
        if message.customer_id and not row.is_machine and not message.origin.startswith("test:")
    ]
    if not events:
        return
    try:
        accept_events(workspace=workspace, events=events)
    except BadEvents as bad:  # somebody was erased meanwhile
        wrong = {problem.index for problem in bad.problems}
        fine = [event for at, event in enumerate(events) if at not in wrong]
        if fine:
            accept_events(workspace=workspace, events=fine)


def _properties(message: Message, row: Engagement) -> dict[str, Any]:
    found: dict[str, Any] = {"message_id": message.pk, "origin": message.origin}
    kind, _, number = message.origin.partition(":")
    if kind == "campaign" and number.isdigit():
        found["campaign_id"] = int(number)
    if row.link:
        found["url"] = row.link.url
    return found
