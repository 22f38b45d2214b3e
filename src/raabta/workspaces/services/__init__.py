"""Create and change workspaces, users and memberships, and keep the record of changes."""

from raabta.workspaces.services.accounts import (
    EmailTaken,
    SetUpAlready,
    add_member,
    change_settings,
    create_user,
    create_workspace,
    prefer,
    set_up,
)

__all__ = (
    "EmailTaken",
    "SetUpAlready",
    "add_member",
    "change_settings",
    "create_user",
    "create_workspace",
    "prefer",
    "set_up",
)
