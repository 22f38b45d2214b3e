"""The tree of companies: who belongs under whom, without cycles and not too deep."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from raabta.customers.models import Company
from raabta.customers.queries.company_tree import LEVELS, ancestors_of, height_of
from raabta.kernel import changes, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


class WrongParent(ValueError):
    """The company cannot stand there; the message says why."""


def lock_tree(workspace: Workspace, values: Mapping[str, Any] | None = None) -> None:
    """One move at a time: two that are each allowed could close a cycle together.

    Taken before any company's row, so that movers cannot wait for one another.
    """
    if values is None or "parent_id" in values:
        # inserts that refer to the workspace need not wait for this lock
        Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)


def place_company(
    workspace: Workspace, actor: Actor, company: Company, values: Mapping[str, Any]
) -> None:
    """Under `values["parent_id"]` (None: at the top). Hold `lock_tree`. Raises WrongParent."""
    parent_id = values.get("parent_id", company.parent_id)
    if parent_id == company.parent_id:
        return
    if parent_id is not None:
        _check(workspace, company, parent_id)
    company.parent_id = parent_id
    company.save(update_fields=["parent"])
    record_audit(workspace=workspace, actor=actor, verb="company.moved", target=company)


def leave_tree(workspace: Workspace, company: Company) -> None:
    """The children move up to the company's parent. Hold `lock_tree`; the caller saves."""
    children = Company.objects.filter(workspace=workspace, parent=company)
    ids = list(children.values_list("pk", flat=True))
    children.update(parent=company.parent_id, updated_at=clock.now())
    changes.mark(workspace_id=workspace.pk, table="company", ids=ids)
    company.parent = None


def put_under(workspace: Workspace, ids: Sequence[int], parent_id: int | None) -> None:
    """Unasked, as part of a merge that saw to it that no cycle closes. Hold `lock_tree`."""
    Company.objects.filter(workspace=workspace, pk__in=ids).update(parent=parent_id)
    changes.mark(workspace_id=workspace.pk, table="company", ids=ids)


def _check(workspace: Workspace, company: Company, parent_id: int) -> None:
    parent = Company.objects.filter(workspace=workspace, pk=parent_id, deleted_at=None).first()
    if parent is None:
        raise WrongParent(_("There is no such company to stand under."))
    above = [parent, *ancestors_of(workspace, parent)]
    if company.pk in {one.pk for one in above}:
        words = _("%(parent)s belongs to %(company)s already, so it cannot stand above it.")
        raise WrongParent(words % {"parent": parent.name, "company": company.name})
    if len(above) + height_of(workspace, company) > LEVELS:
        raise WrongParent(
            _("A tree of companies has at most %(count)s levels.") % {"count": LEVELS}
        )
