"""Create and change workspaces, users and memberships, and keep the record of changes."""

from raabta.workspaces.services.accounts import (
    EmailTaken,
    add_member,
    create_user,
    create_workspace,
    prefer,
)

__all__ = ("EmailTaken", "add_member", "create_user", "create_workspace", "prefer")
