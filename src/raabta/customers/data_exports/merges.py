from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.queries.merges import merges_of
from raabta.workspaces.models import Workspace


class Merges(DataExport):
    """That we held the person twice, and which values we kept."""

    key: ClassVar = "merges"
    label: ClassVar[Promise | str] = _("That you were here twice, and what we kept")
    covers: ClassVar = (
        "customers.Merge",
        "customers.EventOwner",  # ids that lead to the events, which are inside
    )

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        headings = {
            "at": _("Time"),
            "reason": _("Reason"),
            "values": _("Values"),
            "undone_at": _("taken back"),
        }
        rows = merges_of(workspace, customer_id)
        if rows:
            package.records(self.key, headings, rows.order_by("pk").values(*headings))
