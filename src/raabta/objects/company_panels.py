from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.panel import CompanyPanel
from raabta.objects.customer_panels import by_kind
from raabta.objects.models import ObjectRole
from raabta.objects.queries import links_of_company
from raabta.workspaces.models import Workspace


class Objects(CompanyPanel):
    """The company's records by kind, and where to add one; absent without kinds about companies."""

    key: ClassVar = "objects"
    label: ClassVar = _("Custom objects")
    template: ClassVar = "objects/panels/objects.html"
    position: ClassVar = 25
    permission: ClassVar = "objects.view"

    def data(self, workspace: Workspace, company_id: int) -> dict[str, Any] | None:
        rows = by_kind(
            workspace, ObjectRole.Target.COMPANY, links_of_company(workspace, company_id)
        )
        return {"kinds": rows, "owner": f"company={company_id}"} if rows else None
