"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "attribute.defined": _("defined an attribute"),
    "attribute.changed": _("changed an attribute"),
    "attribute.retired": _("retired an attribute"),
    "attribute.restored": _("brought an attribute back"),
    "customer.erased": _("erased a customer"),
    "customers.deleted": _("deleted customers"),
    "customers.merged": _("merged two customers"),
    "customers.unmerged": _("took a merge back"),
    "customers.bulk_edited": _("edited many customers"),
    "customers.exported": _("exported customers"),
    "customers.downloaded": _("downloaded an export"),
    "list.exported": _("exported a list"),
    "source_rule.set": _("set which source counts for a field"),
    "source_rule.removed": _("removed the rule about a field's sources"),
    "duplicates.rejected": _("said that two customers are not one"),
    "duplicates.accepted": _("accepted duplicates in bulk"),
    "matching.changed": _("changed how duplicates are found"),
    "company.deleted": _("deleted a company"),
    "import.started": _("started an import"),
    "import.reverted": _("took an import back"),
}
