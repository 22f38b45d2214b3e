"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "buyer_rules.changed": _("changed what buyers' stages and scores go by"),
    "order.edited": _("changed an order"),
}
