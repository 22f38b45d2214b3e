"""A person's wish for a break from messages."""

from datetime import datetime

from django.db import transaction

from raabta.customers.models import Customer
from raabta.customers.services.history import record_changes, tell_changed
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


@transaction.atomic
def pause_customer(
    *, workspace: Workspace, actor: Actor, customer_id: int, until: datetime | None
) -> None:
    """Nothing but necessary messages until then; None ends the break. Raises DoesNotExist."""
    customer = Customer.objects.select_for_update().get(pk=customer_id, deleted_at=None)
    if customer.paused_until == until:
        return
    before, customer.paused_until, customer.updated_at = customer.paused_until, until, clock.now()
    customer.save(update_fields=["paused_until", "updated_at"])
    differences = {"paused_until": (_written(before), _written(until))}
    record_changes(
        workspace=workspace,
        actor=actor,
        at=customer.updated_at,
        by_customer={customer.pk: differences},
        change_set_id=None,
    )
    tell_changed(workspace=workspace, ids=[customer.pk], fields=differences)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
