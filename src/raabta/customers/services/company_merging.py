"""Two companies become one, and two again: the other is hidden, and what it had goes along."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.company_follower import CompanyMove, in_order
from raabta.customers.company_values import checked, layers_of, put, value_of
from raabta.customers.domain_events import CompanyChanged
from raabta.customers.models import Company, CompanyMerge, Customer
from raabta.customers.queries.company_tree import LEVELS, ancestors_of, height_of
from raabta.customers.services.company_tree import lock_tree
from raabta.customers.services.history import tell_changed
from raabta.kernel import bus, changes, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


class CannotMergeCompanies(Exception):
    """The message is for the reader."""


@transaction.atomic
def merge_companies(
    *,
    workspace: Workspace,
    actor: Actor,
    survivor_id: int,
    other_id: int,
    choices: Mapping[str, str] | None = None,
    reason: str = "",
) -> CompanyMerge:
    """The survivor keeps its id; `choices` says "survivor" or "other" by field.

    A field that is not chosen keeps the survivor's value, or is filled from the other's. Raises
    Company.DoesNotExist, UnknownChoice or CannotMergeCompanies.
    """
    survivor, other = _locked(workspace, survivor_id, other_id)
    _check(workspace, survivor, other)
    asked = checked(survivor, other, dict(choices or {}))
    merge = CompanyMerge.objects.create(
        workspace=workspace,
        survivor=survivor,
        other=other,
        actor=actor.label[:150],
        via=actor.via,
        reason=reason.strip()[:300],
        choices=asked,
        values=layers_of(survivor, other, asked),
        at=clock.now(),
    )
    move = CompanyMove(workspace, survivor.pk, other.pk, merge.at, actor)
    merge.moved = {one.key: one.move(move) for one in in_order()}
    merge.save(update_fields=["moved"])
    other.merged_into, other.deleted_at, other.updated_at = survivor, merge.at, merge.at
    other.save(update_fields=["merged_into", "deleted_at", "updated_at"])
    survivor.refresh_from_db()
    _set(survivor, {field: after for field, (_before, after) in merge.values.items()})
    _tell(workspace, actor, "companies.merged", merge)
    return merge


@transaction.atomic
def unmerge_companies(*, workspace: Workspace, actor: Actor, merge_id: int) -> CompanyMerge:
    """What the merge moved and the survivor still has goes back; a field edited since stays.

    Raises CompanyMerge.DoesNotExist or CannotMergeCompanies.
    """
    merge = CompanyMerge.objects.get(workspace=workspace, pk=merge_id)
    survivor, other = _locked(workspace, merge.survivor_id, merge.other_id)
    merge.refresh_from_db()
    back = _values_before(merge, survivor)
    _check_undo(merge, survivor, other, back)
    merge.undone_at, merge.undone_by = clock.now(), actor.label[:150]
    merge.save(update_fields=["undone_at", "undone_by"])
    _set(survivor, back)
    other.merged_into, other.deleted_at, other.updated_at = None, None, merge.undone_at
    other.save(update_fields=["merged_into", "deleted_at", "updated_at"])
    move = CompanyMove(workspace, survivor.pk, other.pk, merge.undone_at, actor)
    for follower in reversed(in_order()):
        if follower.key in merge.moved:
            follower.take_back(move, merge.moved[follower.key])
    _tell(workspace, actor, "companies.unmerged", merge)
    return merge


def _locked(workspace: Workspace, *company_ids: int) -> tuple[Company, ...]:
    """Held until the transaction ends, in one order. Raises Company.DoesNotExist."""
    lock_tree(workspace)
    held = Company.objects.select_for_update().filter(workspace=workspace, pk__in=company_ids)
    found = {one.pk: one for one in held.order_by("pk")}
    if len(found) < len(set(company_ids)):
        raise Company.DoesNotExist
    return tuple(found[pk] for pk in company_ids)


def _check(workspace: Workspace, survivor: Company, other: Company) -> None:
    if survivor.pk == other.pk:
        raise CannotMergeCompanies(_("This is one and the same company."))
    for company in (survivor, other):
        if company.merged_into_id:
            raise CannotMergeCompanies(_("%(name)s was merged already.") % {"name": company.name})
        if company.deleted_at:
            raise CannotMergeCompanies(_("%(name)s is deleted.") % {"name": company.name})
    above = {one.pk for one in ancestors_of(workspace, survivor)}
    depth = len(above) + height_of(workspace, other)
    if other.pk not in above and depth > LEVELS:
        words = _("A tree of companies has at most %(count)s levels.") % {"count": LEVELS}
        raise CannotMergeCompanies(words)


def _check_undo(
    merge: CompanyMerge, survivor: Company, other: Company, back: Mapping[str, object]
) -> None:
    if merge.undone_at:
        raise CannotMergeCompanies(_("This merge was taken back already."))
    if survivor.merged_into_id:
        words = _("%(name)s was merged into another company since. Undo that merge first.")
        raise CannotMergeCompanies(words % {"name": survivor.name})
    if survivor.deleted_at:
        words = _("%(name)s is deleted; there is nothing to take back.")
        raise CannotMergeCompanies(words % {"name": survivor.name})
    live = Company.objects.filter(
        workspace=merge.workspace, external_id=other.external_id, deleted_at=None
    )
    taker = live.exclude(pk=other.pk).first() if other.external_id else None
    gives_it_back = taker is not None and taker.pk == survivor.pk and "external_id" in back
    if taker and not gives_it_back:
        words = _("%(name)s has the external id “%(id)s” by now. Change it there first.")
        raise CannotMergeCompanies(words % {"name": taker.name, "id": other.external_id})


def _values_before(merge: CompanyMerge, survivor: Company) -> dict[str, object]:
    """The fields that go back. One that a later merge built upon hands its layer on instead."""
    back: dict[str, object] = {}
    later = CompanyMerge.objects.filter(survivor=survivor, undone_at=None, pk__gt=merge.pk)
    above = list(later.order_by("pk"))
    for field, (before, after) in merge.values.items():
        holder = next((one for one in above if field in one.values), None)
        if holder is not None and holder.values[field][0] == after:
            holder.values[field][0] = before
            holder.save(update_fields=["values"])
        elif holder is None and value_of(survivor, field) == after:
            back[field] = before
    return back


def _set(company: Company, values: Mapping[str, object]) -> None:
    was = company.name
    for field, value in values.items():
        put(company, field, value)
    company.updated_at = clock.now()
    company.save()
    if company.name != was:
        people = Customer.objects.filter(company=company, deleted_at=None)
        ids = list(people.values_list("pk", flat=True))
        tell_changed(workspace=company.workspace, ids=ids, fields=["company_name"])


def _tell(workspace: Workspace, actor: Actor, verb: str, merge: CompanyMerge) -> None:
    both = [merge.survivor_id, merge.other_id]
    changes.mark(workspace_id=workspace.pk, table="company", ids=both)
    bus.publish(*(CompanyChanged(workspace.pk, pk) for pk in both))
    record_audit(
        workspace=workspace,
        actor=actor,
        verb=verb,
        target=merge.survivor,
        detail={"merge": merge.pk, "other": merge.other_id, "reason": merge.reason},
    )
