from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.queries.readings import readings_of
from raabta.workspaces.models import Workspace


class Readings(DataExport):
    """Who of the business looked at the person's sensitive values."""

    key: ClassVar = "read_by"
    label: ClassVar[Promise | str] = _("Who has read your sensitive data")
    covers: ClassVar = ()

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        headings = {
            "at": _("When"),
            "who": _("Who"),
            "read": _("What"),
            "place": _("Where"),
            "is_certain": _("Surely you"),
        }
        records: list[dict[str, Any]] = [
            {
                "at": entry.at,
                "who": entry.actor_label,
                "read": ", ".join(entry.detail.get("read", [])),
                "place": entry.detail.get("place", ""),
                "is_certain": is_certain,
            }
            for entry, is_certain in readings_of(workspace, customer_id)
        ]
        if records:
            package.records(self.key, headings, records)
