"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "audience.created": _("made an audience"),
    "audience.edited": _("changed an audience"),
    "audience.archived": _("archived an audience"),
    "audience.restored": _("brought an audience back"),
    "audience.deleted": _("deleted an audience"),
}
