"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "order.edited": _("changed an order"),
}
