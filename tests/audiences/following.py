"""The pump of members, turned by hand, and what it told."""

from collections import Counter

from raabta.audiences.domain_events import AudienceEntered, AudienceLeft
from raabta.audiences.models import Audience, MembershipDue
from raabta.audiences.queries import member_ids, rule_of
from raabta.audiences.question import Question
from raabta.audiences.services import membership
from raabta.audiences.tasks import keep_members
from raabta.kernel.models import OutboxEvent
from raabta.warehouse.queries import fetch
from raabta.workspaces.models import Workspace

Key = tuple[int, int]  # audience, customer
ENTERED = f"{AudienceEntered.__module__}.{AudienceEntered.__qualname__}"
LEFT = f"{AudienceLeft.__module__}.{AudienceLeft.__qualname__}"


def settle() -> None:
    """Until nobody waits."""
    while keep_members():
        pass
    assert not MembershipDue.objects.exists()


def forget_what_was_looked_at() -> None:
    """As a new process, which has looked at nothing yet."""
    membership.looked.clear()


def members(workspace: Workspace) -> set[Key]:
    member = Question(workspace).tables.member
    return {(a, pk) for a, pk in fetch(member.select("audience_id", "customer_id"))}


def computed(workspace: Workspace) -> set[Key]:
    """Everybody by every rule, from scratch."""
    return {
        (audience.pk, pk)
        for audience in Audience.objects.filter(archived_at=None)
        for ids in member_ids(workspace, rule_of(audience))
        for pk in ids
    }


def told() -> list[tuple[str, int, int, str]]:
    """What was published, oldest first: which way, the audience, the person and the cause."""
    rows = OutboxEvent.objects.filter(name__in=[ENTERED, LEFT]).order_by("pk")
    return [
        (
            "in" if row.name == ENTERED else "out",
            row.payload["audience_id"],
            pk,
            row.payload["cause"],
        )
        for row in rows
        for pk in row.payload["customer_ids"]
    ]


def replayed() -> set[Key]:
    """Who is in by the news alone; each must fit what was told before."""
    inside: set[Key] = set()
    for way, audience, pk, _cause in told():
        assert ((audience, pk) in inside) is (way == "out")
        (inside.remove if way == "out" else inside.add)((audience, pk))
    return inside


def keys() -> Counter[tuple[int, int, int]]:
    """How often each audience, move and person was told."""
    rows = OutboxEvent.objects.filter(name__in=[ENTERED, LEFT])
    return Counter(
        (row.payload["audience_id"], row.payload["move"], pk)
        for row in rows
        for pk in row.payload["customer_ids"]
    )
