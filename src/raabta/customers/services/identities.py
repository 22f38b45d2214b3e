"""Addresses and ids of a person: add, remove, choose the primary one, verify."""

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers import normalise
from raabta.customers.identity_kind import identity_kinds
from raabta.customers.models import Customer, Identity
from raabta.customers.services.history import record_changes, tell_changed
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


class InvalidIdentity(Exception):
    """The text is no identity of its kind; the message is for the reader."""


class IdentityTaken(Exception):
    """Another person has this address or number; the message names them."""

    def __init__(self, kind: str, value: str, customer: Customer) -> None:
        words = _("%(value)s already belongs to %(name)s.")
        super().__init__(words % {"value": value, "name": customer.name})
        self.kind, self.value, self.customer = kind, value, customer


def normalised(workspace: Workspace, kind: str, text: str, country: str = "") -> str:
    """The form that matching compares. Raises InvalidIdentity."""
    member = identity_kinds[kind]
    try:
        return member.normalise(text, country or workspace.country) or _empty()
    except normalise.Invalid as error:
        raise InvalidIdentity(str(member.problem) % {"text": text[:100]}) from error


def _empty() -> str:
    raise normalise.Invalid("empty", "")


@transaction.atomic
def add_identity(
    *,
    workspace: Workspace,
    actor: Actor,
    customer_id: int,
    kind: str,
    text: str,
    may_lead: bool = True,
) -> Identity:
    """The first of a kind becomes the primary one, if it may.

    Raises InvalidIdentity or IdentityTaken.
    """
    customer = _locked(customer_id)
    identity = attach(customer, kind, text, workspace=workspace, actor=actor, may_lead=may_lead)
    _keep(customer, f"{kind}s", None, identity.value, workspace=workspace, actor=actor)
    return identity


@transaction.atomic
def remove_identity(*, workspace: Workspace, actor: Actor, customer_id: int, pk: int) -> None:
    """When the primary one goes, the oldest of the others takes its place."""
    customer = _locked(customer_id)
    identity = Identity.objects.get(pk=pk, customer=customer)
    kind, value = identity.kind, identity.value
    identity.delete()
    if identity.is_primary:
        follower = customer.identities.filter(kind=kind).order_by("first_seen_at", "pk").first()
        lead(customer, kind, follower)
    _keep(customer, f"{kind}s", value, None, workspace=workspace, actor=actor)


@transaction.atomic
def make_primary(*, workspace: Workspace, actor: Actor, customer_id: int, pk: int) -> None:
    customer = _locked(customer_id)
    identity = Identity.objects.get(pk=pk, customer=customer)
    was = getattr(customer, identity_kinds[identity.kind].field, None)
    lead(customer, identity.kind, identity)
    _keep(customer, identity.kind, was, identity.value, workspace=workspace, actor=actor)


@transaction.atomic
def verify_identity(
    *, workspace: Workspace, actor: Actor, customer_id: int, pk: int, is_verified: bool = True
) -> None:
    """Say that the address is known to be this person's own."""
    customer = _locked(customer_id)
    identity = Identity.objects.get(pk=pk, customer=customer)
    if identity.is_verified == is_verified:
        return
    identity.is_verified = is_verified
    identity.save(update_fields=["is_verified"])
    old, new = (None, identity.value) if is_verified else (identity.value, None)
    _keep(customer, f"verified_{identity.kind}", old, new, workspace=workspace, actor=actor)


def attach(
    customer: Customer,
    kind: str,
    text: str,
    *,
    workspace: Workspace,
    actor: Actor,
    may_lead: bool = True,
) -> Identity:
    """Part of another change: give the address to the person. Raises as `add_identity`."""
    value = normalised(workspace, kind, text, customer.country)
    held = Identity.objects.filter(kind=kind, value=value, is_live=True).first()
    if held is not None:
        if held.customer_id != customer.pk:
            raise IdentityTaken(kind, value, held.customer)
        return held
    identity = fresh_identity(customer.pk, kind, text, value, workspace=workspace, actor=actor)
    identity.save()
    field = identity_kinds[kind].field
    if may_lead and field and not getattr(customer, field):
        lead(customer, kind, identity)
    return identity


def fresh_identity(
    customer_id: int, kind: str, text: str, value: str, *, workspace: Workspace, actor: Actor
) -> Identity:
    """A row that is not saved yet, of a value that nobody has."""
    now = clock.now()
    return Identity(
        workspace=workspace,
        customer_id=customer_id,
        kind=kind,
        value=value,
        display=text.strip()[:254],
        source=actor.via,
        first_seen_at=now,
        last_seen_at=now,
    )


def replace_primary(
    customer: Customer, kind: str, text: str, *, workspace: Workspace, actor: Actor
) -> None:
    """Part of another change: correct the primary address; "" takes it away.

    An address that the person already has only becomes the primary one.
    """
    old = customer.identities.filter(kind=kind, is_primary=True).first()
    known = {i.pk for i in customer.identities.filter(kind=kind)}
    new = attach(customer, kind, text, workspace=workspace, actor=actor) if text else None
    if old and (new is None or new.pk not in known):
        old.delete()
    if new is None:
        new = customer.identities.filter(kind=kind).order_by("first_seen_at", "pk").first()
    lead(customer, kind, new)


def lead(customer: Customer, kind: str, identity: Identity | None) -> None:
    """Make the identity the primary one of its kind and repeat it on the person."""
    customer.identities.filter(kind=kind, is_primary=True).update(is_primary=False)
    if identity is not None:
        Identity.objects.filter(pk=identity.pk).update(is_primary=True)
        identity.is_primary = True
    if field := identity_kinds[kind].field:
        setattr(customer, field, identity.value if identity else "")
        customer.updated_at = clock.now()
        customer.save(update_fields=[field, "updated_at"])


def _locked(customer_id: int) -> Customer:
    return Customer.objects.select_for_update().get(pk=customer_id, deleted_at=None)


def _keep(
    customer: Customer,
    field: str,
    old: str | None,
    new: str | None,
    *,
    workspace: Workspace,
    actor: Actor,
) -> None:
    """History and news of one address; those that are not primary are "emails" or "phones"."""
    record_changes(
        workspace=workspace,
        actor=actor,
        at=clock.now(),
        by_customer={customer.pk: {field: (old, new)}},
    )
    tell_changed(workspace=workspace, ids=[customer.pk], fields=[field])
