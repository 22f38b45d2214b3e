"""Delete people so that they can be brought back: they are hidden, and their addresses free."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import ngettext

from raabta.customers.domain_events import BATCH, CustomersDeleted, CustomersRestored
from raabta.customers.models import Customer, Identity
from raabta.customers.queries.consent import lock_people
from raabta.kernel import bus, changes, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.change_sets import add_page, open_change_set

MODEL = "customers.customer"


@transaction.atomic
def delete_customers(
    *, workspace: Workspace, actor: Actor, customer_ids: Collection[int]
) -> ChangeSet:
    """Hide these people; the change set brings them back. Returns it."""
    summary = ngettext(
        "Deleted %(count)s customer", "Deleted %(count)s customers", len(customer_ids)
    ) % {"count": len(customer_ids)}
    change_set = open_change_set(workspace=workspace, actor=actor, kind="delete", summary=summary)
    delete_some(workspace=workspace, change_set=change_set, customer_ids=customer_ids)
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="customers.deleted",
        target=summary,
        detail={"count": len(customer_ids), "change_set": change_set.pk},
    )
    return change_set


@transaction.atomic
def delete_some(
    *, workspace: Workspace, change_set: ChangeSet | None, customer_ids: Collection[int]
) -> int:
    """Hide people as part of a larger deletion. Returns how many were not hidden before."""
    ids, now = list(customer_ids), clock.now()
    lock_people(ids)
    alive = Customer.objects.filter(pk__in=ids, deleted_at=None)
    found = list(alive.order_by("pk").values_list("pk", flat=True))
    Customer.objects.filter(pk__in=found).update(deleted_at=now, updated_at=now)
    Identity.objects.filter(customer__in=found).update(is_live=False)
    if change_set is not None and found:
        rows = [{"id": pk, "before": {}} for pk in found]
        add_page(change_set=change_set, model=MODEL, verb="deleted", rows=rows)
    changes.mark(workspace_id=workspace.pk, table="customer", ids=found)
    for at in range(0, len(found), BATCH):
        bus.publish(CustomersDeleted(workspace.pk, tuple(found[at : at + BATCH])))
    return len(found)


@transaction.atomic
def restore_customers(*, workspace: Workspace, customer_ids: Collection[int]) -> int:
    """Show deleted people again. Returns how many; the others were erased or lost an address.

    Somebody whose address or external id belongs to another person by now stays hidden.
    """
    ids = list(customer_ids)
    lock_people(ids)
    hidden = Customer.objects.filter(pk__in=ids, erased_at=None, merged_into=None)
    hidden = hidden.exclude(deleted_at=None)
    blocked = _whose_address_is_taken(ids) | _whose_external_id_is_taken(ids)
    found = [pk for pk in hidden.order_by("pk").values_list("pk", flat=True) if pk not in blocked]
    Customer.objects.filter(pk__in=found).update(deleted_at=None, updated_at=clock.now())
    Identity.objects.filter(customer__in=found).update(is_live=True)
    changes.mark(workspace_id=workspace.pk, table="customer", ids=found)
    for at in range(0, len(found), BATCH):
        bus.publish(CustomersRestored(workspace.pk, tuple(found[at : at + BATCH])))
    return len(found)


def _whose_address_is_taken(ids: list[int]) -> set[int]:
    mine = Identity.objects.filter(customer__in=ids, is_live=False)
    owners = {
        (kind, value): pk for kind, value, pk in mine.values_list("kind", "value", "customer")
    }
    taken = Identity.objects.filter(value__in=[value for _kind, value in owners], is_live=True)
    return {
        owners[kind, value]
        for kind, value in taken.values_list("kind", "value")
        if (kind, value) in owners
    }


def _whose_external_id_is_taken(ids: list[int]) -> set[int]:
    mine = Customer.objects.filter(pk__in=ids).exclude(external_id="").exclude(deleted_at=None)
    owners = dict(mine.values_list("external_id", "pk"))
    taken = Customer.objects.filter(external_id__in=list(owners), deleted_at=None)
    return {owners[external_id] for external_id in taken.values_list("external_id", flat=True)}
