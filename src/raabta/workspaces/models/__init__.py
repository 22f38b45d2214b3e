from raabta.workspaces.models.accounts import Membership, User, UserManager, Workspace
from raabta.workspaces.models.audit import AuditEntry
from raabta.workspaces.models.change_sets import ChangePage, ChangeSet
from raabta.workspaces.models.invitations import Invitation
from raabta.workspaces.models.keys import ApiKey
from raabta.workspaces.models.retention import RetentionRule

__all__ = (
    "ApiKey",
    "AuditEntry",
    "ChangePage",
    "ChangeSet",
    "Invitation",
    "Membership",
    "RetentionRule",
    "User",
    "UserManager",
    "Workspace",
)
