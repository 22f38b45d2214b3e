"""Put people on legal hold, and release them."""

from django.db import IntegrityError, transaction

from raabta.customers.models import Customer, LegalHold
from raabta.customers.queries.rights import open_hold
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


class AlreadyOnHold(Exception):
    """There is an open hold, which keeps its reason."""


@transaction.atomic
def place_hold(*, workspace: Workspace, actor: Actor, customer_id: int, reason: str) -> LegalHold:
    """From now on nobody erases this person. Raises Customer.DoesNotExist or AlreadyOnHold."""
    customer = Customer.objects.select_for_update().get(
        workspace=workspace, pk=customer_id, erased_at=None
    )
    try:
        with transaction.atomic():
            held = LegalHold.objects.create(
                workspace=workspace, customer=customer, reason=reason, placed_at=clock.now(),
                placed_by=actor.label,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyOnHold from error
    record_audit(
        workspace=workspace, actor=actor, verb="hold.placed", target=customer,
        detail={"reason": reason},
    )  # fmt: skip
    return held


@transaction.atomic
def release_hold(*, workspace: Workspace, actor: Actor, customer_id: int) -> bool:
    """Whether there was one."""
    held = open_hold(workspace, customer_id)
    if held is None:
        return False
    released = LegalHold.objects.filter(pk=held.pk, released_at=None).update(
        released_at=clock.now(), released_by=actor.label
    )
    if released:
        record_audit(workspace=workspace, actor=actor, verb="hold.released", target=held.customer)
    return bool(released)
