"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "object_kind.made": _("made a kind of object"),
    "object_kind.archived": _("archived a kind of object"),
    "object_kind.restored": _("brought a kind of object back"),
    "objects.bulk_edited": _("changed a field of many records of a custom object"),
    "objects.deleted": _("deleted records of a custom object"),
}
