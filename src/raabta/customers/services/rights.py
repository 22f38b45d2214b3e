"""What people ask for themselves: which of it is done at once, and which a colleague decides."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from raabta.customers.models import Customer, ErasureRequest, RightsPolicy
from raabta.customers.queries.rights import open_hold, rights_policy, waiting_erasure
from raabta.customers.services.erasure import erase_customer
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

State = ErasureRequest.State


class AlreadyDecided(Exception):
    """A colleague was quicker, or the person is erased already."""


@transaction.atomic
def change_rights_policy(
    *, workspace: Workspace, actor: Actor, own_fields: Sequence[str], erases_at_once: bool
) -> RightsPolicy:
    values = {"own_fields": list(own_fields), "erases_at_once": erases_at_once}
    changed, _ = RightsPolicy.objects.update_or_create(workspace=workspace, defaults=values)
    record_audit(workspace=workspace, actor=actor, verb="rights.changed", target="", detail=values)
    return changed


@transaction.atomic
def request_erasure(
    *, workspace: Workspace, actor: Actor, customer_id: int, is_confirmed: bool
) -> ErasureRequest:
    """Ask to be forgotten; safe to repeat. Raises Customer.DoesNotExist.

    Done at once if the workspace wants that and the person proved that they read their own mail
    (`is_confirmed`); else, or while they are on legal hold, a colleague decides.
    """
    customer = Customer.objects.get(workspace=workspace, pk=customer_id, deleted_at=None)
    request = _waiting(workspace, actor, customer)
    may_be = not open_hold(workspace, customer.pk)
    if is_confirmed and may_be and rights_policy(workspace).erases_at_once:
        approve_erasure(workspace=workspace, actor=actor, request=request)
        request.refresh_from_db()
    return request


def _waiting(workspace: Workspace, actor: Actor, customer: Customer) -> ErasureRequest:
    held = waiting_erasure(workspace, customer.pk)
    if held:
        return held
    try:
        with transaction.atomic():
            made = ErasureRequest.objects.create(
                workspace=workspace, customer=customer, via=actor.via, asked_at=clock.now()
            )
    except IntegrityError:  # two clicks at once
        return ErasureRequest.objects.get(customer=customer, state=State.WAITING)
    record_audit(workspace=workspace, actor=actor, verb="erasure.requested", target=customer)
    return made


@transaction.atomic
def approve_erasure(*, workspace: Workspace, actor: Actor, request: ErasureRequest) -> None:
    """Erase the person. Raises AlreadyDecided, or as `erase_customer`."""
    _decide(request, State.DONE, actor)
    erase_customer(workspace=workspace, actor=actor, customer_id=request.customer_id)


@transaction.atomic
def refuse_erasure(
    *, workspace: Workspace, actor: Actor, request: ErasureRequest, reason: str
) -> None:
    """Keep the person, with the reason that they are told. Raises AlreadyDecided."""
    _decide(request, State.REFUSED, actor, reason)
    record_audit(
        workspace=workspace, actor=actor, verb="erasure.refused", target=request.customer,
        detail={"reason": reason},
    )  # fmt: skip


def _decide(request: ErasureRequest, state: str, actor: Actor, reason: str = "") -> None:
    won = ErasureRequest.objects.filter(pk=request.pk, state=State.WAITING).update(
        state=state, decided_at=clock.now(), decided_by=actor.label, reason=reason
    )
    if not won:
        raise AlreadyDecided
