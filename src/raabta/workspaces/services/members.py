"""Who is in a workspace and with which role."""

from django.db import transaction

from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ApiKey, Membership, User, Workspace
from raabta.workspaces.policy import Role, may
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.audit import record_audit


class LastOwner(Exception):
    """A workspace keeps at least one owner."""


class OnlyOwners(Exception):
    """Making, demoting or removing an owner takes the permission workspace.owners."""


def check_may_give(*, role: Role, giver: Role) -> None:
    """Raises OnlyOwners."""
    if role == Role.OWNER and not may(giver, "workspace.owners"):
        raise OnlyOwners


@transaction.atomic
def change_role(
    *, workspace: Workspace, membership: Membership, role: Role, actor: Actor, giver: Role
) -> None:
    """Raises OnlyOwners or LastOwner."""
    current = _locked(workspace, membership, giver)
    check_may_give(role=role, giver=giver)
    if current.role == role:
        return
    _keep_an_owner(workspace, current, role)
    Membership.objects.filter(pk=current.pk).update(role=role)
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="member.role_changed",
        target=current.user,
        detail={"before": current.role, "after": role},
    )


@transaction.atomic
def remove_member(
    *, workspace: Workspace, membership: Membership, actor: Actor, giver: Role
) -> None:
    """Take a colleague out and revoke their keys. Raises OnlyOwners or LastOwner."""
    current = _locked(workspace, membership, giver)
    _keep_an_owner(workspace, current, None)
    Membership.objects.filter(pk=current.pk).delete()
    _revoke_keys(workspace, current.user)
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="member.removed",
        target=current.user,
        detail={"role": current.role},
    )


def _locked(workspace: Workspace, membership: Membership, giver: Role) -> Membership:
    # every owner's row is locked, so that two owners cannot demote each other at once
    owners = Membership.objects.filter(workspace=workspace, role=Role.OWNER)
    list(owners.select_for_update().values_list("id"))
    current = Membership.objects.select_related("user").get(pk=membership.pk, workspace=workspace)
    check_may_give(role=current.role_held, giver=giver)
    return current


def _keep_an_owner(workspace: Workspace, current: Membership, role: Role | None) -> None:
    if current.role != Role.OWNER or role == Role.OWNER:
        return
    others = Membership.objects.filter(workspace=workspace, role=Role.OWNER).exclude(pk=current.pk)
    if not others.exists():
        raise LastOwner


def _revoke_keys(workspace: Workspace, user: User) -> None:
    with working_in(workspace):
        ApiKey.objects.filter(made_by=user, revoked_at=None).update(revoked_at=clock.now())
