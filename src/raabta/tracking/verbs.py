"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "source.created": _("added an event source"),
    "source.changed": _("changed an event source"),
    "source.rotated": _("gave an event source a new write key"),
    "source.paused": _("paused an event source"),
    "source.resumed": _("resumed an event source"),
    "source.deleted": _("deleted an event source"),
    "event.planned": _("planned an event"),
    "event.blocked": _("blocked an event"),
    "event.unplanned": _("took an event out of the plan"),
}
