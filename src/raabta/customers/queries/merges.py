"""Questions about merges: who is whom now."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from raabta.customers.models import Customer, EventOwner, Merge
from raabta.workspaces.models import Workspace


def survivor_of(workspace: Workspace, customer_id: int) -> int:
    """The id of who has this person's things now: their own, when they were not merged."""
    return survivors_of(workspace, [customer_id]).get(customer_id, customer_id)


def survivors_of(workspace: Workspace, customer_ids: Iterable[int]) -> dict[int, int]:
    """Who has the things of these people now; only those who were merged are there."""
    found = {pk: pk for pk in customer_ids}
    merged = Customer.objects.filter(workspace=workspace, merged_into__isnull=False)
    while True:
        into = dict(merged.filter(pk__in=set(found.values())).values_list("pk", "merged_into"))
        if not into:
            return {pk: now for pk, now in found.items() if pk != now}
        found = {pk: into.get(now) or now for pk, now in found.items()}


def members_of(workspace: Workspace, customer_id: int) -> list[int]:
    """The person and all who were merged into them, also by way of others."""
    members, newest = [customer_id], [customer_id]
    while newest:
        inner = Customer.objects.filter(workspace=workspace, merged_into__in=newest)
        newest = list(inner.order_by("pk").values_list("pk", flat=True))
        members += newest
    return members


def merges_of(workspace: Workspace, customer_id: int) -> QuerySet[Merge]:
    """The merges that this person took part in, the newest first."""
    mine = Q(survivor=customer_id) | Q(other=customer_id)
    return Merge.objects.filter(mine, workspace=workspace).order_by("-at", "-pk")


def event_owners(origin_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """By workspace and id that events were handed in under: whose they are, when not the id's."""
    owners = EventOwner.objects.filter(origin_id__in=list(origin_ids))
    return {
        (space, origin): owner
        for space, origin, owner in owners.values_list("workspace", "origin_id", "customer")
    }


def living_with_external_id(workspace: Workspace, external_id: str) -> list[int]:
    """Ids of whoever has this number, or has the things of the one who had it."""
    held = Customer.objects.filter(workspace=workspace, external_id=external_id)
    living = list(held.filter(deleted_at=None).values_list("pk", flat=True))
    merged = list(held.filter(merged_into__isnull=False).values_list("pk", flat=True))
    return living or list(survivors_of(workspace, merged).values())
