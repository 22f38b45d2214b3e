"""Forget a person: what tells who they are goes for good, what they bought stays as numbers."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raabta.customers.domain_events import CustomerErased
from raabta.customers.identity_kind import EMAIL, PHONE
from raabta.customers.models import (
    Consent,
    ConsentFile,
    ConsentRecord,
    Customer,
    CustomerChange,
    CustomerTag,
    ErasureRequest,
    EventOwner,
    Identity,
    Merge,
    Note,
)
from raabta.customers.queries.consent import lock_people
from raabta.customers.queries.rights import open_hold
from raabta.customers.services.consent_heads import close_head
from raabta.customers.services.erased_list import remember_erased
from raabta.customers.services.merging.rules import group_of
from raabta.customers.services.person_export import forget_person_exports
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
    "contact_every_days": None,
}


class OnHold(Exception):
    """The person is on legal hold, so nothing was erased."""


@transaction.atomic
def erase_customer(
    *, workspace: Workspace, actor: Actor, customer_id: int, despite_hold: bool = False
) -> None:
    """Cannot be undone. Contexts above hear CustomerErased and remove what they hold.

    Who was merged with them is the same person, and is erased too. The country stays, for it
    tells of nobody by itself and reports need it. `despite_hold` is for who was erased once
    already. Raises Customer.DoesNotExist or OnHold.
    """
    asked = Customer.objects.get(pk=customer_id, erased_at=None)
    group = group_of(asked)
    lock_people(group)
    if not despite_hold and any(open_hold(workspace, pk) for pk in group):
        raise OnHold(_("This customer is on legal hold. Nothing was erased."))
    everybody = Customer.objects.filter(pk__in=group, erased_at=None).order_by("pk")
    for customer in everybody:
        _erase(workspace, actor, customer)
    _forget_merges(group)


def _erase(workspace: Workspace, actor: Actor, customer: Customer) -> None:
    origins = EventOwner.objects.filter(customer=customer).values_list("origin_id", flat=True)
    origin_ids = tuple(sorted(origins))
    hashes = {kind: _hashes(customer, kind) for kind in (EMAIL, PHONE)}
    for model in (Identity, Note, CustomerChange, CustomerTag, Consent, ConsentFile, EventOwner):
        model.objects.filter(customer=customer).delete()
    ConsentRecord.objects.filter(customer=customer).erase()  # type: ignore[attr-defined]
    ErasureRequest.objects.filter(customer=customer, state=ErasureRequest.State.WAITING).update(
        state=ErasureRequest.State.DONE, decided_at=clock.now(), decided_by=actor.label
    )
    close_head(workspace, customer.pk)
    now = clock.now()
    Customer.objects.filter(pk=customer.pk).update(
        **BLANK, erased_at=now, deleted_at=now, updated_at=now
    )
    for model_name in MODELS:
        forget_rows(workspace=workspace, model=model_name, ids=[customer.pk])
    for table in ("customer", "consent"):
        changes.mark(workspace_id=workspace.pk, table=table, ids=[customer.pk])
    transaction.on_commit(lambda: remember_erased(customer.public_id, now))
    transaction.on_commit(lambda: forget_person_exports(workspace, customer.pk))
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
