"""Decide about a pair: they are not one person, or somebody looks later."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.models import CandidatePair, Customer, Identity
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

State = CandidatePair.State


class Decided(Exception):
    """Somebody decided about the pair a moment ago; the message says so."""


@transaction.atomic
def reject_pair(*, workspace: Workspace, actor: Actor, pair_id: int) -> None:
    """They are two people: the pair never comes back. Raises DoesNotExist or Decided."""
    pair = decide(workspace=workspace, actor=actor, pair_id=pair_id, state=State.REJECTED)
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="duplicates.rejected",
        target=f"#{pair.first_id}, #{pair.second_id}",
    )


@transaction.atomic
def postpone_pair(*, workspace: Workspace, pair_id: int) -> None:
    """Behind the others of the queue. Raises DoesNotExist or Decided."""
    pair = CandidatePair.objects.get(workspace=workspace, pk=pair_id)
    moved = CandidatePair.objects.filter(pk=pair.pk, state=State.OPEN)
    if not moved.update(later_at=clock.now()):
        raise Decided(_already())


def decide(
    *, workspace: Workspace, actor: Actor, pair_id: int, state: CandidatePair.State
) -> CandidatePair:
    """Part of a decision: the pair leaves the queue for this state, once."""
    pair = CandidatePair.objects.get(workspace=workspace, pk=pair_id)
    changed = CandidatePair.objects.filter(pk=pair.pk, state=State.OPEN).update(
        state=state, decided_by=actor.label[:150], decided_at=clock.now()
    )
    if not changed:
        raise Decided(_already())
    return pair


def _already() -> str:
    return _("Somebody has decided about these two already.")


def suggested_survivor(first: Customer, second: Customer) -> int:
    """Whose page stays: who has more verified addresses, else more addresses, else the older."""
    ids = [first.pk, second.pk]
    weights = _address_weights(ids)
    return max(ids, key=lambda pk: (weights.get(pk, (0, 0)), -pk))


def _address_weights(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    weights: dict[int, tuple[int, int]] = {}
    held = Identity.objects.filter(customer__in=list(ids), is_live=True)
    for customer, is_verified in held.values_list("customer", "is_verified"):
        verified, every = weights.get(customer, (0, 0))
        weights[customer] = (verified + is_verified, every + 1)
    return weights
