"""What a permission lets one do, in words, by subject."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.workspaces.policy import OWNERSHIP

SUBJECTS: tuple[tuple[Promise, dict[str, Promise]], ...] = (
    (
        _("Customers and companies"),
        {
            "customers.view": _("See them"),
            "customers.edit": _("Add and change them"),
            "customers.merge": _("Merge two customers and take that back"),
            "customers.delete": _("Delete them"),
            "customers.erase": _("Erase a person for good"),
            "customers.import": _("Import them"),
            "customers.export": _("Export them"),
            "customers.consent": _("Record consent"),
            "customers.attributes": _("Define attributes"),
        },
    ),
    (
        _("Commerce"),
        {
            "commerce.view": _("See orders and products"),
            "commerce.edit": _("Add and change orders and products"),
        },
    ),
    (
        _("Custom objects"),
        {
            "objects.view": _("See their records"),
            "objects.edit": _("Add, change and link records"),
            "objects.delete": _("Delete records"),
            "objects.kinds": _("Make kinds, their fields and relations"),
        },
    ),
    (
        _("Marketing"),
        {
            "audiences.view": _("See audiences"),
            "audiences.edit": _("Make and change audiences"),
            "content.view": _("See templates"),
            "content.edit": _("Make and change templates"),
            "campaigns.view": _("See campaigns"),
            "campaigns.edit": _("Make and change campaigns"),
            "campaigns.launch": _("Launch, pause and cancel campaigns"),
            "forms.view": _("See forms"),
            "forms.edit": _("Make, change and publish forms"),
            "forms.submissions": _("See what was submitted, and decide what was held"),
        },
    ),
    (
        _("Messages and reports"),
        {
            "messaging.view": _("See messages"),
            "messaging.edit": _("Change suppressions"),
            "messaging.channels": _("Set up channels and senders"),
            "home.view": _("See the home page"),
            "insights.view": _("See reports"),
            "insights.edit": _("Save analyses"),
            "insights.export": _("Export reports"),
        },
    ),
    (
        _("Events"),
        {
            "tracking.view": _("See events as they come, and the catalogue"),
            "tracking.plan": _("Plan and block events"),
            "tracking.sources": _("Set up event sources"),
        },
    ),
    (
        _("Workspace"),
        {
            "workspace.settings": _("Change the settings"),
            "workspace.export": _("Export everything"),
            "workspace.members": _("Invite and change members"),
            "workspace.keys": _("Make API keys"),
            "workspace.audit": _("Read the audit trail"),
            "workspace.system": _("Steer background work"),
        },
    ),
)


def grouped(permissions: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a key: those of its maker, but never what only an owner in person may."""
    held = set(permissions) - OWNERSHIP
    groups = [
        (str(subject), [(name, str(words)) for name, words in names.items() if name in held])
        for subject, names in SUBJECTS
    ]
    return [(subject, names) for subject, names in groups if names]
