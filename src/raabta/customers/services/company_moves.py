"""A move in the tree of companies is a change that can be taken back."""

from django.utils.translation import gettext as _

from raabta.customers.models import Company
from raabta.customers.services.company_tree import WrongParent, lock_tree, place_company
from raabta.kernel import changes
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import (
    Reverted,
    Row,
    Verb,
    add_page,
    open_change_set,
    reverter,
)

MODEL = "customers.companyplace"


def keep_move(
    workspace: Workspace, actor: Actor, company: Company, before: int | None
) -> ChangeSet | None:
    """Within the change: remember where the company stood, if it stands elsewhere now."""
    if before == company.parent_id:
        return None
    parent = Company.objects.filter(pk=company.parent_id or 0).first()
    words = _("Moved %(company)s under %(parent)s") if parent else _("Moved %(company)s to the top")
    names = {"company": company.name, "parent": parent.name if parent else ""}
    change_set = open_change_set(
        workspace=workspace, actor=actor, kind="company_move", summary=words % names
    )
    row: Row = {
        "id": company.pk,
        "before": {"parent_id": before},
        "after": {"parent_id": company.parent_id},
    }
    add_page(change_set=change_set, model=MODEL, verb="updated", rows=[row])
    return change_set


@reverter(MODEL)
def revert_moves(workspace: Workspace, _verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
    """What was moved again since, or cannot stand there any more, stays."""
    lock_tree(workspace)
    skipped: dict[str, int] = {}
    for row in rows:
        company = Company.objects.filter(pk=row["id"], deleted_at=None).first()
        reason = "gone" if company is None else _put_back(workspace, actor, company, row)
        if reason:
            skipped[reason] = skipped.get(reason, 0) + 1
    return Reverted(len(rows) - sum(skipped.values()), skipped)


def _put_back(workspace: Workspace, actor: Actor, company: Company, row: Row) -> str:
    """Why it stays; empty when it went back."""
    if company.parent_id != row["after"]["parent_id"]:
        return "changed_since"
    try:
        place_company(workspace, actor, company, row["before"])
    except WrongParent:
        return "no_place"
    changes.mark(workspace_id=workspace.pk, table="company", ids=[company.pk])
    return ""
