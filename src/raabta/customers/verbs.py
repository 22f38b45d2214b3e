"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "attribute.defined": _("defined an attribute"),
    "attribute.changed": _("changed an attribute"),
    "attribute.retired": _("retired an attribute"),
    "attribute.restored": _("brought an attribute back"),
    "customer.erased": _("erased a customer"),
    "customer.data_exported": _("exported all data of a customer"),
    "customer.data_downloaded": _("downloaded all data of a customer"),
    "hold.placed": _("put a customer on legal hold"),
    "hold.released": _("released a legal hold"),
    "rights.changed": _("changed what people may do themselves"),
    "own_page.sent": _("sent somebody their own page"),
    "erasure.requested": _("asked to be erased"),
    "erasure.refused": _("refused an erasure"),
    "consents.broken": _("found the consent ledger altered"),
    "customers.deleted": _("deleted customers"),
    "customers.bulk_edited": _("edited many customers"),
    "customers.exported": _("exported customers"),
    "customers.downloaded": _("downloaded an export"),
    "list.exported": _("exported a list"),
    "company.deleted": _("deleted a company"),
    "import.started": _("started an import"),
    "import.reverted": _("took an import back"),
}
