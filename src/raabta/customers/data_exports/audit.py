from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.workspaces.models import AuditEntry, Workspace
from raabta.workspaces.verbs import words_for


class Audit(DataExport):
    """What the audit trail tells of the person; who of the staff it was is theirs to keep."""

    key: ClassVar = "audit"
    label: ClassVar[Promise | str] = _("What was done with your record")
    covers: ClassVar = ()

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = AuditEntry.objects.filter(
            workspace=workspace, target_kind="customers.customer", target_id=str(customer_id)
        )
        records = [
            {"at": at, "verb": words_for(verb)} for at, verb in rows.values_list("at", "verb")
        ]
        if records:
            package.records(self.key, {"at": _("When"), "verb": _("What")}, records)
