from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.models import ErasureRequest
from raabta.workspaces.models import Workspace


class Rights(DataExport):
    key: ClassVar = "erasure_requests"
    label: ClassVar[Promise | str] = _("Your requests to be erased, and our answers")
    covers: ClassVar = ("customers.ErasureRequest",)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        headings = {
            "asked_at": _("Asked for"),
            "state": _("State"),
            "decided_at": _("Decided"),
            "reason": _("Reason"),
        }
        rows = ErasureRequest.objects.filter(workspace=workspace, customer=customer_id)
        if rows:
            package.records(self.key, headings, rows.order_by("pk").values(*headings))
