from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy

from raabta.commerce.timeline_sources import orders_told, refunds_told
from raabta.customers.company_timeline import CompanyTimelineSource, whose
from raabta.customers.timeline import Entry
from raabta.workspaces.models import Workspace


class CompanyOrders(CompanyTimelineSource):
    """Orders and refunds of all its people."""

    key: ClassVar = "orders"
    label: ClassVar = gettext_lazy("Orders")
    icon: ClassVar = "shopping-cart"
    permission: ClassVar = "commerce.view"

    def entries(
        self, workspace: Workspace, company_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        theirs = Q(customer__company=company_id, customer__deleted_at=None)
        both = [
            *orders_told(workspace, theirs, before, limit),
            *refunds_told(workspace, theirs, before, limit),
        ]
        both.sort(key=lambda entry: entry.at, reverse=True)
        return [replace(entry, **whose(entry.extra)) for entry in both[:limit]]
