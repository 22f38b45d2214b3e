from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.commerce.lifecycle import STAGES
from raabta.commerce.queries import latest_orders, summaries_for
from raabta.commerce.queries.buyers import buyer_of
from raabta.commerce.rfm import SEGMENTS
from raabta.customers.panel import CustomerPanel
from raabta.workspaces.models import Workspace

SHOWN = 3


class Purchases(CustomerPanel):
    key: ClassVar = "purchases"
    label: ClassVar = _("Purchases")
    template: ClassVar = "commerce/panels/purchases.html"
    position: ClassVar = 20
    permission: ClassVar = "commerce.view"

    def data(self, workspace: Workspace, customer_id: int) -> dict[str, Any] | None:
        summary = summaries_for(workspace, [customer_id]).get(customer_id)
        if summary is None:
            return None
        latest = latest_orders(workspace, customer_id, SHOWN)
        buyer = buyer_of(workspace, customer_id)
        standing = {
            "buyer": buyer,
            "stage": STAGES[buyer.stage] if buyer else "",
            "segment": SEGMENTS.get(buyer.segment, "") if buyer else "",
        }
        return {"summary": summary, "latest": latest, "customer_id": customer_id, **standing}
