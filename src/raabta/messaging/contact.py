"""The one question every sender asks: may these people be contacted, for this, this way, now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from raabta.customers.models import Customer, Topic
from raabta.kernel import clock
from raabta.messaging.contact_rule import Batch, Person, in_order
from raabta.messaging.models import ContactPolicy
from raabta.workspaces.models import Workspace

GONE = "gone"  # key of the rule that nobody's id falls under


@dataclass(frozen=True)
class Decision:
    """`rule` is the key of the rule that refused; `retry_at` when it would no longer."""

    allowed: bool
    rule: str = ""
    retry_at: datetime | None = None


ALLOWED = Decision(allowed=True)
FIELDS = (
    "id", "email", "phone", "country", "time_zone", "paused_until", "deleted_at", "erased_at",
    "contact_every_days",
)  # fmt: skip


def may_contact(
    workspace: Workspace,
    customer_ids: Iterable[int],
    purpose: str = "marketing",
    channel: str = "email",
    *,
    topic: Topic | None = None,
    at: datetime | None = None,
) -> dict[int, Decision]:
    """A decision for every id, also for ids that are nobody's. Meant for up to 5,000 at once."""
    ids = list(customer_ids)
    batch = Batch(
        workspace,
        policy_of(workspace),
        purpose,
        channel,
        at or clock.now(),
        people_of(workspace, ids),
        topic,
    )
    decisions = dict.fromkeys(ids, Decision(allowed=False, rule=GONE))
    decisions |= dict.fromkeys(batch.people, ALLOWED)
    for rule in in_order():
        if rule.spares_transactional and batch.is_transactional:
            continue
        refused = rule().decide(batch)
        for pk, verdict in refused.items():
            decisions[pk] = Decision(allowed=False, rule=rule.key, retry_at=verdict.retry_at)
        if refused:
            batch = _without(batch, refused.keys())
    return decisions


def policy_of(workspace: Workspace) -> ContactPolicy:
    """The workspace's contact policy, or the defaults."""
    kept = ContactPolicy.objects.filter(workspace=workspace).first()
    return kept or ContactPolicy(workspace=workspace)


def people_of(workspace: Workspace, ids: Iterable[int]) -> dict[int, Person]:
    rows = Customer.objects.filter(workspace=workspace, pk__in=list(ids)).values_list(*FIELDS)
    return {
        pk: Person(pk, email, phone, country, zone, paused, bool(deleted or erased), every)
        for pk, email, phone, country, zone, paused, deleted, erased, every in rows
    }


def _without(batch: Batch, refused: Iterable[int]) -> Batch:
    gone = set(refused)
    rest = {pk: person for pk, person in batch.people.items() if pk not in gone}
    return replace(batch, people=rest)
