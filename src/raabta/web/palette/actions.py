"""Actions and pages that the palette offers beside those of the rail."""

from django.utils.translation import gettext_lazy as _

from raabta.web.navigation import Item

ACTIONS = (
    Item(_("New customer"), "user-plus", "web:customers:new", "customers.edit"),
    Item(_("New company"), "building-2", "web:companies:new", "customers.edit"),
    Item(_("Import a list"), "upload", "web:imports:new", "customers.import"),
    Item(_("New audience"), "target", "web:audiences:new", "audiences.edit"),
    Item(_("New template"), "layout-template", "web:templates:new", "content.edit"),
    Item(_("New campaign"), "megaphone", "web:campaigns:new", "campaigns.edit"),
    Item(_("New attribute"), "list-plus", "web:attributes:new", "customers.attributes"),
    Item(_("Invite a colleague"), "user-plus", "web:invitations:new", "workspace.members"),
)
PAGES = (
    Item(_("Attributes"), "list-checks", "web:attributes:index", "customers.view"),
    Item(_("Tags"), "tags", "web:tags:index", "customers.view"),
    Item(_("Members"), "users", "web:members:index", "workspace.members"),
    Item(_("API keys"), "key-round", "web:keys:index", "workspace.keys"),
    Item(_("Audit trail"), "scroll-text", "web:audit:index", "workspace.audit"),
    Item(_("Event sources"), "radio-tower", "web:sources:index", "tracking.view"),
    Item(_("Event catalogue"), "book-open", "web:catalogue:index", "tracking.view"),
    Item(_("Source priority"), "list-ordered", "web:source_rules:index", "customers.view"),
    Item(_("Proof of consent"), "shield-check", "web:consent_proof:index", "workspace.audit"),
    Item(_("Undo a change"), "undo-2", "web:changesets:index", "customers.edit"),
    Item(_("Background work"), "loader", "web:jobs:index"),
    Item(_("Your account"), "user", "web:profile:edit"),
)
