"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "form.created": _("made a form"),
    "form.edited": _("changed a form"),
    "form.published": _("published a form"),
    "form.withdrawn": _("unpublished a form"),
    "form.archived": _("archived a form"),
    "form.deleted": _("deleted a form"),
    "submission.accepted": _("accepted a held submission"),
    "submission.deleted": _("deleted submissions"),
    "submission.discarded": _("threw a held submission away"),
}
