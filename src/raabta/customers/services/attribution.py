"""Whose events they are: events keep the id they were handed in under, and follow a map of owners.

The map is part of the records. The warehouse brings the events in line with it, as often as needed
with the same result.
"""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from raabta.customers.domain_events import BATCH
from raabta.customers.models import EventOwner
from raabta.customers.queries.merges import survivors_of
from raabta.kernel import changes
from raabta.workspaces.models import Workspace


@transaction.atomic
def attribute_events(*, workspace: Workspace, owners: Mapping[int, int]) -> None:
    """All events handed in under an id of `owners`, now and later, are that customer's.

    Safe to repeat; a negative id is that of a visitor who was not known. When the customer was
    merged, the survivor gets them.
    """
    survivors = survivors_of(workspace, set(owners.values()))
    EventOwner.objects.bulk_create(
        [
            EventOwner(
                workspace=workspace, origin_id=origin, customer_id=survivors.get(owner, owner)
            )
            for origin, owner in owners.items()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["workspace", "origin_id"],
        update_fields=["customer"],
    )
    mark_events(workspace, list(owners))


@transaction.atomic
def release_events(*, workspace: Workspace, origin_ids: Collection[int]) -> None:
    """Events handed in under these ids are again those of the ids themselves."""
    held = EventOwner.objects.filter(workspace=workspace, origin_id__in=list(origin_ids))
    owners = set(held.values_list("customer_id", flat=True))  # they have fewer events now
    held.delete()
    mark_events(workspace, sorted({*origin_ids, *owners}))


def mark_events(workspace: Workspace, origin_ids: Sequence[int]) -> None:
    """Let the warehouse look at the events of these ids again; call it in the transaction."""
    changes.mark(workspace_id=workspace.pk, table="event", ids=origin_ids)
