from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.models import CustomerChange
from raabta.workspaces.models import Workspace


class Changes(DataExport):
    key: ClassVar = "changes"
    label: ClassVar[Promise | str] = _("Every change of your data")
    covers: ClassVar = ("customers.CustomerChange",)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        headings = {
            "changed_at": _("When"),
            "field": _("Field"),
            "old": _("Before"),
            "new": _("After"),
            "via": _("By which way"),
        }
        rows = CustomerChange.objects.filter(workspace=workspace, customer=customer_id)
        if rows:
            package.records(self.key, headings, rows.order_by("changed_at", "pk").values(*headings))
