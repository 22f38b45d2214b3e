"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "analysis.created": _("saved an analysis"),
    "analysis.edited": _("changed an analysis"),
    "analysis.deleted": _("deleted an analysis"),
}
