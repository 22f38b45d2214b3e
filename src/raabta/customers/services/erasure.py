"""Forget a person: what tells who they are goes for good, what they bought stays as numbers."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q

from raabta.customers.domain_events import CustomerErased
from raabta.customers.identity_kind import EMAIL, PHONE
from raabta.customers.models import (
    Consent,
    ConsentRecord,
    Customer,
    CustomerChange,
    CustomerTag,
    EventOwner,
    Identity,
    Merge,
    Note,
)
from raabta.customers.queries.consent import lock_people
from raabta.customers.services.merging.rules import group_of
from raabta.customers.services.reverting import MODELS
from raabta.kernel import bus, changes, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.change_sets import forget_rows

BLANK: dict[str, Any] = {
    "external_id": "",
    "first_name": "",
    "last_name": "",
    "email": "",
    "phone": "",
    "language": "",
    "city": "",
    "time_zone": "",
    "company": None,
    "attributes": {},
    "source": "",
    "paused_until": None,
}


@transaction.atomic
def erase_customer(*, workspace: Workspace, actor: Actor, customer_id: int) -> None:
    """Cannot be undone. Contexts above hear CustomerErased and remove what they hold.

    Who was merged with them is the same person, and is erased too. The country stays, for it
    tells of nobody by itself and reports need it. Raises Customer.DoesNotExist.
    """
    asked = Customer.objects.get(pk=customer_id, erased_at=None)
    group = group_of(asked)
    lock_people(group)
    everybody = Customer.objects.filter(pk__in=group, erased_at=None).order_by("pk")
    for customer in everybody:
        _erase(workspace, actor, customer)
    _forget_merges(group)


def _erase(workspace: Workspace, actor: Actor, customer: Customer) -> None:
    origins = EventOwner.objects.filter(customer=customer).values_list("origin_id", flat=True)
    origin_ids = tuple(sorted(origins))
    hashes = {kind: _hashes(customer, kind) for kind in (EMAIL, PHONE)}
    for model in (Identity, Note, CustomerChange, CustomerTag, Consent, EventOwner):
        model.objects.filter(customer=customer).delete()
    ConsentRecord.objects.filter(customer=customer).erase()  # type: ignore[attr-defined]
    now = clock.now()
    Customer.objects.filter(pk=customer.pk).update(
        **BLANK, erased_at=now, deleted_at=now, updated_at=now
    )
    for model_name in MODELS:
        forget_rows(workspace=workspace, model=model_name, ids=[customer.pk])
    for table in ("customer", "consent"):
        changes.mark(workspace_id=workspace.pk, table=table, ids=[customer.pk])
    bus.publish(
        CustomerErased(workspace.pk, customer.pk, hashes["email"], hashes["phone"], origin_ids)
    )
    record_audit(workspace=workspace, actor=actor, verb="customer.erased", target=f"#{customer.pk}")


def _forget_merges(group: list[int]) -> None:
    """That they were merged is kept; what the merges carried tells of the person."""
    theirs = Merge.objects.filter(Q(survivor__in=group) | Q(other__in=group))
    theirs.update(values={}, choices={}, moved={}, reason="")


def _hashes(customer: Customer, kind: str) -> tuple[str, ...]:
    values = Identity.objects.filter(customer=customer, kind=kind).values_list("value", flat=True)
    return tuple(sorted(sha256(value.encode()).hexdigest() for value in values))
