"""Create and change people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raabta.customers.domain_events import CustomerCreated
from raabta.customers.field_values import is_field, put, value_of
from raabta.customers.identity_kind import EMAIL, PHONE
from raabta.customers.models import Customer, CustomerChange
from raabta.customers.services.history import record_changes, tell_changed
from raabta.customers.services.identities import attach, replace_primary
from raabta.customers.services.linking.choosing import company_for, company_for_email
from raabta.customers.services.tags import tag_people
from raabta.kernel import bus, changes, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


class ExternalIdTaken(Exception):
    """Another person of the workspace has this external id."""


class ChangedSince(Exception):
    """The field has another value by now, so the older one is not put back."""


@transaction.atomic
def create_customer(
    *,
    workspace: Workspace,
    actor: Actor,
    values: Mapping[str, Any],
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    tags: Iterable[str] = (),
    source: str = "",
) -> Customer:
    """`values` holds fields as `edit_customer` takes them; further addresses follow.

    Links the company whose domain the e-mail has, unless one is given. Raises InvalidIdentity,
    IdentityTaken or ExternalIdTaken.
    """
    now = clock.now()
    customer = Customer(
        workspace=workspace, source=source or actor.via, created_at=now, updated_at=now
    )
    for field in values.keys() - {"email", "phone"}:
        put(customer, field, values[field])
    _save(customer)
    for kind, texts in (
        (EMAIL, [values.get("email", ""), *emails]),
        (PHONE, [values.get("phone", ""), *phones]),
    ):
        for text in filter(None, texts):
            attach(customer, kind, text, workspace=workspace, actor=actor)
    if customer.company_id is None and customer.email:
        customer.company_id = company_for_email(workspace, customer.email)
        customer.save(update_fields=["company_id"])
    tag_people(workspace, {customer.pk}, tags)
    changes.mark(workspace_id=workspace.pk, table="customer", ids=[customer.pk])
    bus.publish(CustomerCreated(workspace.pk, (customer.pk,)))
    return customer


@transaction.atomic
def create_customers(
    *, workspace: Workspace, actor: Actor, external_ids: Sequence[str], source: str = ""
) -> list[Customer]:
    """People of whom nothing but an id is known, in the order of the ids; nobody has these."""
    now = clock.now()
    made = Customer.objects.bulk_create(
        Customer(
            workspace=workspace,
            external_id=external_id,
            source=source or actor.via,
            created_at=now,
            updated_at=now,
        )
        for external_id in external_ids
    )
    ids = [customer.pk for customer in made]
    changes.mark(workspace_id=workspace.pk, table="customer", ids=ids)
    bus.publish(CustomerCreated(workspace.pk, tuple(ids)))
    return made


@transaction.atomic
def edit_customer(
    *,
    workspace: Workspace,
    actor: Actor,
    customer_id: int,
    values: Mapping[str, Any],
    change_set_id: int | None = None,
) -> tuple[str, ...]:
    """Set fields, already parsed: the names of `field_values.PLAIN`, "email", "phone", "attributes.<key>".

    None takes an attribute away. Every field that differs leaves a line in the history. Returns
    the changed fields. Raises Customer.DoesNotExist, InvalidIdentity, IdentityTaken or
    ExternalIdTaken.
    """
    customer = Customer.objects.select_for_update().get(pk=customer_id, deleted_at=None)
    before = {field: value_of(customer, field) for field in values}
    for kind in values.keys() & {"email", "phone"}:
        if values[kind] != getattr(customer, kind):
            replace_primary(customer, kind, values[kind], workspace=workspace, actor=actor)
    for field in values.keys() - {"email", "phone"}:
        put(customer, field, values[field])
    if customer.email != before.get("email", customer.email):
        _join_by_domain(workspace, customer, before)
    differences = {
        field: (old, value_of(customer, field))
        for field, old in before.items()
        if old != value_of(customer, field)
    }
    if not differences:
        return ()
    now = customer.updated_at = clock.now()
    _save(customer)
    record_changes(
        workspace=workspace,
        actor=actor,
        at=now,
        by_customer={customer.pk: differences},
        change_set_id=change_set_id,
    )
    tell_changed(workspace=workspace, ids=[customer.pk], fields=differences)
    return tuple(differences)


def _join_by_domain(workspace: Workspace, customer: Customer, before: dict[str, Any]) -> None:
    """A new address may tell the company of somebody who had none, and has none by this edit."""
    before.setdefault("company_id", customer.company_id)
    if before["company_id"] is None and customer.company_id is None:
        customer.company_id = company_for(workspace, customer)


def revert_change(*, workspace: Workspace, actor: Actor, change: CustomerChange) -> None:
    """Put one field back to what it was before. Raises ChangedSince, or as `edit_customer`."""
    customer = Customer.objects.get(pk=change.customer_id, deleted_at=None)
    if not is_revertible(change) or value_of(customer, change.field) != change.new:
        raise ChangedSince(_("This field was changed again since; edit it instead."))
    edit_customer(
        workspace=workspace,
        actor=actor,
        customer_id=customer.pk,
        values={change.field: change.old},
    )


def is_revertible(change: CustomerChange) -> bool:
    """Tags and further addresses are put back where they are shown."""
    return is_field(change.field)


def _save(customer: Customer) -> None:
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError as error:
        words = _("Another customer has the external id “%(id)s”.")
        raise ExternalIdTaken(words % {"id": customer.external_id}) from error
