"""What every change to people does besides the change: history rows, warehouse marks, events."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from raabta.customers.domain_events import BATCH, CustomerChanged
from raabta.customers.models import CustomerChange
from raabta.kernel import bus, changes
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

Differences = Mapping[str, tuple[Any, Any]]  # field -> (old, new)


def record_changes(
    *,
    workspace: Workspace,
    actor: Actor,
    at: datetime,
    by_customer: Mapping[int, Differences],
    change_set_id: int | None = None,
) -> None:
    """One history row for every changed field of every person."""
    CustomerChange.objects.bulk_create(
        (
            CustomerChange(
                workspace=workspace,
                customer_id=customer_id,
                field=field,
                old=old,
                new=new,
                actor=actor.label,
                via=actor.via,
                change_set_id=change_set_id,
                changed_at=at,
            )
            for customer_id, differences in by_customer.items()
            for field, (old, new) in differences.items()
        ),
        batch_size=BATCH,
    )


def tell_changed(*, workspace: Workspace, ids: Collection[int], fields: Iterable[str]) -> None:
    """Mark the people for the warehouse and publish that they changed."""
    every, named = list(ids), tuple(sorted(set(fields)))
    if not every:
        return
    changes.mark(workspace_id=workspace.pk, table="customer", ids=every)
    for at in range(0, len(every), BATCH):
        bus.publish(CustomerChanged(workspace.pk, tuple(every[at : at + BATCH]), named))
