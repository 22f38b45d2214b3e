"""Set fields of many people at once, each with its own values."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from raabta.customers.domain_events import BATCH
from raabta.customers.field_values import put, value_of
from raabta.customers.fields import ATTRIBUTE
from raabta.customers.models import Customer
from raabta.customers.queries.consent import lock_people
from raabta.customers.services.history import Differences, record_changes, tell_changed
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

Values = Mapping[str, Any]  # field -> value, but for "email" and "phone", which are identities


@transaction.atomic
def set_fields(
    *,
    workspace: Workspace,
    actor: Actor,
    targets: Mapping[int, Values],
    change_set_id: int | None = None,
) -> dict[int, Differences]:
    """Returns what differed for whom; deleted people are left alone. Keep it to some thousands."""
    lock_people(targets.keys())
    now = clock.now()
    changed: list[Customer] = []
    differences: dict[int, Differences] = {}
    for customer in Customer.objects.filter(pk__in=list(targets), deleted_at=None):
        found = _put_all(customer, targets[customer.pk])
        if found:
            customer.updated_at = now
            changed.append(customer)
            differences[customer.pk] = found
    fields = {field for found in differences.values() for field in found}
    _write(changed, fields)
    record_changes(
        workspace=workspace,
        actor=actor,
        at=now,
        by_customer=differences,
        change_set_id=change_set_id,
    )
    tell_changed(workspace=workspace, ids=[c.pk for c in changed], fields=fields)
    return differences


def _put_all(customer: Customer, values: Values) -> dict[str, tuple[Any, Any]]:
    found = {}
    for field, new in values.items():
        old = value_of(customer, field)
        if old != new:
            put(customer, field, new)
            found[field] = (old, new)
    return found


def _write(changed: list[Customer], fields: set[str]) -> None:
    if changed:
        columns = {"attributes" if field.startswith(ATTRIBUTE) else field for field in fields}
        names = ["company" if column == "company_id" else column for column in columns]
        Customer.objects.bulk_update(changed, [*sorted(names), "updated_at"], batch_size=BATCH // 4)
