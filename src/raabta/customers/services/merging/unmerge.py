"""A merge is taken back: what it moved and the survivor still has goes back to the other.

What came after the merge stays with the survivor; events go by the id they were handed in under,
and a "no" said meanwhile counts for both.
"""

from dataclasses import replace

from django.db import transaction

from raabta.customers.domain_events import CustomersUnmerged
from raabta.customers.field_values import ADDRESSES
from raabta.customers.merge_follower import in_order
from raabta.customers.models import Customer, Merge
from raabta.customers.services.history import tell_changed
from raabta.customers.services.merging import values
from raabta.customers.services.merging.merge import locked, move_of
from raabta.customers.services.merging.rules import check_unmerge
from raabta.kernel import bus, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


@transaction.atomic
def unmerge(*, workspace: Workspace, actor: Actor, merge_id: int) -> Merge:
    """Raises Merge.DoesNotExist or CannotUnmerge."""
    merge = Merge.objects.get(workspace=workspace, pk=merge_id)
    survivor, other = locked(merge.survivor_id, merge.other_id)
    merge.refresh_from_db()
    check_unmerge(merge, survivor, other)
    merge.undone_at, merge.undone_by = clock.now(), actor.label
    merge.save(update_fields=["undone_at", "undone_by"])
    move = replace(move_of(merge), actor=actor.label)
    survivor.updated_at = merge.undone_at
    values.take_out(survivor, merge)
    for follower in reversed(in_order()):
        if follower.key in merge.moved:
            follower.take_back(move, merge.moved[follower.key])
    _show(other, merge)
    for customer in (survivor, other):
        for kind in ADDRESSES:
            values.repair_primary(customer, kind, getattr(customer, kind))
    fields = ["merged", *merge.values]
    tell_changed(workspace=workspace, ids=[survivor.pk, other.pk], fields=fields)
    bus.publish(CustomersUnmerged(workspace.pk, merge.pk, survivor.pk, other.pk))
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="customers.unmerged",
        target=survivor,
        detail={"merge": merge.pk, "other": other.pk},
    )
    return merge


def _show(other: Customer, merge: Merge) -> None:
    other.merged_into = other.deleted_at = None
    other.updated_at = merge.undone_at or clock.now()
    other.save(update_fields=["merged_into", "deleted_at", "updated_at"])
