from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.field_values import fields_of_both, is_filled, value_of
from raabta.customers.models import Customer, Merge
from raabta.workspaces.models import Workspace


class Merges(DataExport):
    """The records that were merged into the person's; of a merge taken back, nothing: it was
    somebody else's.
    """

    key: ClassVar = "merges"
    label: ClassVar[Promise | str] = _("That you were here twice, and what we kept")
    covers: ClassVar = (
        "customers.Merge",
        "customers.EventOwner",  # ids that lead to the events, which are inside
    )

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        held = Merge.objects.filter(workspace=workspace, survivor=customer_id, undone_at=None)
        found = [
            {"at": row.at, "reason": row.reason, "merged": _told(row.other), "values": row.values}
            for row in held.order_by("pk").select_related("other")
        ]
        if found:
            package.document(self.key, found)


def _told(other: Customer) -> dict[str, Any]:
    fields = fields_of_both(other, other)
    return {key: value for key in fields if is_filled(value := value_of(other, key))}
