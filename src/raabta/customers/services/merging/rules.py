"""Who may become one, and when a merge can be taken back; every refusal says why."""

from django.utils.translation import gettext as _

from raabta.customers.logins import IS_LOGIN
from raabta.customers.models import Customer, Identity, Merge
from raabta.customers.queries.merges import members_of
from raabta.workspaces.actor import Actor

BY_HAND = "ui"  # keys of the API name who made them, but a program calls


class CannotMerge(Exception):
    """The message is for the reader."""


class DifferentLogins(CannotMerge):
    """Both have a login of their own: only a person may merge them, after this warning."""


class CannotUnmerge(Exception):
    """The message is for the reader."""


def check_merge(survivor: Customer, other: Customer, actor: Actor, *, is_warned: bool) -> None:
    """Raises CannotMerge or DifferentLogins."""
    if survivor.pk == other.pk:
        raise CannotMerge(_("This is one and the same customer."))
    for customer in (survivor, other):
        if customer.merged_into_id:
            words = _("%(name)s was merged already.")
            raise CannotMerge(words % {"name": customer.name})
        if customer.erased_at or customer.deleted_at:
            words = _("%(name)s is deleted.")
            raise CannotMerge(words % {"name": customer.name})
    if have_different_logins(survivor, other) and not (is_warned and actor.via == BY_HAND):
        words = _(
            "%(one)s and %(two)s have different verified logins, so they are perhaps two people."
            " Only a colleague who looked at both can merge them."
        )
        raise DifferentLogins(words % {"one": survivor.name, "two": other.name})


def have_different_logins(one: Customer, two: Customer) -> bool:
    """Each has an id of the shop or system, or a login of the same kind."""
    if one.external_id and two.external_id and one.external_id != two.external_id:
        return True
    held = Identity.objects.filter(IS_LOGIN, customer__in=[one, two])
    kinds: dict[str, set[int]] = {}
    for kind, customer_id in held.values_list("kind", "customer"):
        kinds.setdefault(kind, set()).add(customer_id)
    return any(len(owners) == 2 for owners in kinds.values())


def check_unmerge(merge: Merge, survivor: Customer, other: Customer) -> None:
    """Raises CannotUnmerge."""
    if merge.undone_at:
        raise CannotUnmerge(_("This merge was taken back already."))
    if survivor.erased_at or other.erased_at:
        raise CannotUnmerge(_("They were erased; there is nothing to bring back."))
    if survivor.merged_into_id:
        words = _("%(name)s was merged into another customer since. Undo that merge first.")
        raise CannotUnmerge(words % {"name": survivor.name})
    if survivor.deleted_at:
        words = _("%(name)s is deleted. Bring the customer back first.")
        raise CannotUnmerge(words % {"name": survivor.name})
    if taker := _has_the_external_id(other, survivor, merge):
        words = _("%(name)s has the external id “%(id)s” by now. Change it there first.")
        raise CannotUnmerge(words % {"name": taker.name, "id": other.external_id})


def _has_the_external_id(other: Customer, survivor: Customer, merge: Merge) -> Customer | None:
    """Who would stand in the way; the survivor does not when this merge gave them the id."""
    if not other.external_id:
        return None
    live = Customer.objects.filter(external_id=other.external_id, deleted_at=None)
    taker = live.exclude(pk=other.pk).first()
    if taker is None:
        return None
    gives_it_back = taker.pk == survivor.pk and "external_id" in merge.values
    return None if gives_it_back and _goes_back(survivor, merge) else taker


def _goes_back(survivor: Customer, merge: Merge) -> bool:
    later = Merge.objects.filter(survivor=survivor, undone_at=None, pk__gt=merge.pk)
    return not any("external_id" in one.values for one in later)


def group_of(customer: Customer) -> list[int]:
    """Everybody who is the same person: for erasing them together."""
    root = customer
    while root.merged_into_id:
        root = Customer.objects.get(pk=root.merged_into_id)
    return members_of(root.workspace, root.pk)
