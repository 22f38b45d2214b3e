"""Of these people, how many may be reached, and which rule stops the others."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from raabta.customers.models import Topic
from raabta.messaging.contact import may_contact
from raabta.workspaces.models import Workspace

BATCH = 5_000


@dataclass
class Reach:
    """`later` counts those who only have to wait, by rule; they are part of `allowed`."""

    total: int = 0
    allowed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    later: Counter[str] = field(default_factory=Counter)


def reach(
    workspace: Workspace,
    customer_ids: Iterable[int],
    purpose: str = "marketing",
    channel: str = "email",
    *,
    topic: Topic | None = None,
    at: datetime | None = None,
) -> Reach:
    """Counts by the rule that decided, each person once."""
    found = Reach()
    waiting = iter(customer_ids)
    while ids := list(islice(waiting, BATCH)):
        decisions = may_contact(workspace, ids, purpose, channel, topic=topic, at=at)
        for decision in decisions.values():
            found.total += 1
            if decision.allowed or decision.retry_at:
                found.allowed += 1
            if not decision.allowed:
                (found.later if decision.retry_at else found.refused)[decision.rule] += 1
    return found
