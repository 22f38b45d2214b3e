"""Who may do what: the one table that pages, lists, exports, search and API ask."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MARKETER = "marketer"
    SELLER = "seller"
    AGENT = "agent"
    ANALYST = "analyst"


ROLE_LABELS = {
    Role.OWNER: _("Owner"),
    Role.ADMIN: _("Administrator"),
    Role.MARKETER: _("Marketer"),
    Role.SELLER: _("Seller"),
    Role.AGENT: _("Support agent"),
    Role.ANALYST: _("Analyst (read only)"),
}

VIEWS = frozenset(
    {
        "home.view",
        "customers.view",
        "commerce.view",
        "objects.view",
        "audiences.view",
        "content.view",
        "messaging.view",
        "campaigns.view",
        "forms.view",
        "insights.view",
        "tracking.view",
    }
)
PEOPLE = frozenset(
    {
        "customers.edit",
        "customers.merge",
        "customers.delete",
        "customers.export",
        "customers.import",
        "objects.edit",
        "objects.delete",
        "forms.submissions",
    }
)
MARKETING = frozenset(
    {
        "audiences.edit",
        "content.edit",
        "messaging.edit",
        "campaigns.edit",
        "campaigns.launch",
        "forms.edit",
        "commerce.edit",
        "customers.attributes",
        "customers.consent",
        "objects.kinds",
        "insights.edit",
        "insights.export",
        "tracking.plan",
    }
)
ADMINISTRATION = frozenset(
    {
        "customers.erase",
        "messaging.channels",
        "tracking.sources",
        "workspace.settings",
        "workspace.export",
        "workspace.members",
        "workspace.keys",
        "workspace.audit",
        "workspace.system",
    }
)
OWNERSHIP = frozenset({"workspace.delete", "workspace.owners"})
PERMISSIONS = VIEWS | PEOPLE | MARKETING | ADMINISTRATION | OWNERSHIP

GRANTS: dict[Role, frozenset[str]] = {
    Role.OWNER: PERMISSIONS,
    Role.ADMIN: PERMISSIONS - OWNERSHIP,
    Role.MARKETER: VIEWS | PEOPLE | MARKETING,
    Role.SELLER: VIEWS
    | {"customers.edit", "customers.export", "customers.consent", "objects.edit"},
    Role.AGENT: VIEWS | {"customers.edit", "customers.consent", "objects.edit"},
    Role.ANALYST: VIEWS | {"insights.edit", "insights.export"},
}


def may(role: Role, permission: str) -> bool:
    """Whether the role holds the permission. Raises LookupError for an unknown permission."""
    if permission not in PERMISSIONS:
        raise LookupError(f"no permission is called {permission!r}")
    return permission in GRANTS[role]
