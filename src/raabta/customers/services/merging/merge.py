"""Two people become one: the other is hidden, not lost, and everything of theirs goes along."""

from collections.abc import Mapping

from django.db import transaction

from raabta.customers.domain_events import CustomersMerged
from raabta.customers.merge_follower import Move, in_order
from raabta.customers.models import Customer, Merge
from raabta.customers.queries.consent import lock_people
from raabta.customers.services.history import tell_changed
from raabta.customers.services.merging import values
from raabta.customers.services.merging.rules import check_merge
from raabta.kernel import bus, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


@transaction.atomic
def merge_customers(
    *,
    workspace: Workspace,
    actor: Actor,
    survivor_id: int,
    other_id: int,
    choices: Mapping[str, str] | None = None,
    reason: str = "",
    is_warned: bool = False,
) -> Merge:
    """The survivor keeps their id; `choices` says "survivor" or "other" by field.

    A field that is not chosen keeps the survivor's value, or is filled from the other's. Raises
    Customer.DoesNotExist, UnknownChoice, CannotMerge, or DifferentLogins unless a colleague
    `is_warned`.
    """
    survivor, other = locked(survivor_id, other_id)
    check_merge(survivor, other, actor, is_warned=is_warned)
    choices = values.checked(survivor, other, choices or {})
    layers = values.layers_of(survivor, other, choices)
    merge = Merge.objects.create(
        workspace=workspace,
        survivor=survivor,
        other=other,
        actor=actor.label,
        via=actor.via,
        reason=reason.strip()[:300],
        choices=choices,
        values=layers,
        at=clock.now(),
    )
    hide(other, survivor, merge)
    move = move_of(merge)
    merge.moved = {follower.key: follower.move(move) for follower in in_order()}
    merge.save(update_fields=["moved"])
    survivor.updated_at = merge.at
    values.apply(survivor, layers)
    tell_changed(workspace=workspace, ids=[survivor.pk, other.pk], fields=["merged", *layers])
    bus.publish(CustomersMerged(workspace.pk, merge.pk, survivor.pk, other.pk))
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="customers.merged",
        target=survivor,
        detail={"merge": merge.pk, "other": other.pk, "reason": merge.reason},
    )
    return merge


def locked(*customer_ids: int) -> tuple[Customer, ...]:
    """These people, held until the transaction ends. Raises Customer.DoesNotExist."""
    lock_people(customer_ids)
    return tuple(Customer.objects.get(pk=pk) for pk in customer_ids)


def hide(other: Customer, survivor: Customer, merge: Merge) -> None:
    other.merged_into = survivor
    other.deleted_at = other.updated_at = merge.at
    other.save(update_fields=["merged_into", "deleted_at", "updated_at"])


def move_of(merge: Merge) -> Move:
    return Move(merge.workspace, merge.pk, merge.survivor_id, merge.other_id, merge.at, merge.actor)
