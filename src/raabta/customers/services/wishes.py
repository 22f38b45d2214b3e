"""A person's own wishes about messages: a break, and how many at most."""

from datetime import datetime
from typing import Any

from django.db import transaction

from raabta.customers.models import Customer
from raabta.customers.services.history import record_changes, tell_changed
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

FREQUENCIES = (7, 14, 30, 90)  # days that people may choose
LONGEST = 365


class InvalidWish(ValueError):
    """Fewer than one day or more than LONGEST."""


def pause_customer(
    *, workspace: Workspace, actor: Actor, customer_id: int, until: datetime | None
) -> None:
    """Nothing but necessary messages until then; None ends the break. Raises DoesNotExist."""
    _wish(workspace, actor, customer_id, {"paused_until": until})


def limit_frequency(
    *, workspace: Workspace, actor: Actor, customer_id: int, every_days: int | None
) -> None:
    """At most one message of marketing in so many days; None: as many as the business sends.

    Raises InvalidWish or DoesNotExist.
    """
    if every_days is not None and not 1 <= every_days <= LONGEST:
        raise InvalidWish(every_days)
    _wish(workspace, actor, customer_id, {"contact_every_days": every_days})


@transaction.atomic
def _wish(workspace: Workspace, actor: Actor, customer_id: int, wanted: dict[str, Any]) -> None:
    customer = Customer.objects.select_for_update().get(pk=customer_id, deleted_at=None)
    before = {field: getattr(customer, field) for field in wanted}
    if before == wanted:
        return
    for field, wish in wanted.items():
        setattr(customer, field, wish)
    customer.updated_at = clock.now()
    customer.save(update_fields=[*wanted, "updated_at"])
    differences = {f: (_written(before[f]), _written(wish)) for f, wish in wanted.items()}
    record_changes(
        workspace=workspace,
        actor=actor,
        at=customer.updated_at,
        by_customer={customer.pk: differences},
        change_set_id=None,
    )
    tell_changed(workspace=workspace, ids=[customer.pk], fields=differences)


def _written(wish: Any) -> Any:
    return wish.isoformat() if isinstance(wish, datetime) else wish
