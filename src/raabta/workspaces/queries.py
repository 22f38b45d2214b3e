"""Questions about users and memberships; the only context whose questions cross workspaces."""

from raabta.workspaces.models import Membership, User, Workspace


def membership_for(user: User, workspace_id: int | None) -> Membership | None:
    """The user's membership of the workspace, or of their first one when it is not theirs."""
    own = Membership.objects.select_related("workspace").filter(user=user).order_by("id")
    return own.filter(workspace=workspace_id).first() or own.first()


def workspaces_of(user: User) -> list[Workspace]:
    own = Membership.objects.select_related("workspace").filter(user=user)
    return [membership.workspace for membership in own.order_by("workspace__name")]
