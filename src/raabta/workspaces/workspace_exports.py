"""What the workspace itself leaves with: its audit trail and its rules of retention."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.workspaces.workspace_export import Table, WorkspaceExport


class OfTheWorkspace(WorkspaceExport):
    key: ClassVar = "workspace"
    label: ClassVar = _("Audit trail and retention rules")
    order: ClassVar = 10
    tables: ClassVar = (
        Table(
            "audit_entries",
            "workspaces.AuditEntry",
            left_here=("actor_user_id", "target_id"),
            may_be_there=True,
        ),
        Table("retention_rules", "workspaces.RetentionRule"),
    )
    left_out: ClassVar = {
        "workspaces.ApiKey": "a secret; programs get new keys",
        "workspaces.ChangeSet": "a change can be undone only where it was made",
        "workspaces.ChangePage": "a change can be undone only where it was made",
        "workspaces.Invitation": "a secret link; the archive names the members, invite them again",
    }
