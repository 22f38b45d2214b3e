"""Signs of activity that this context knows."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.commerce.models import Order, Refund
from raabta.customers.activity import Activity
from raabta.workspaces.models import Workspace


class Bought(Activity):
    key: ClassVar = "bought"
    label: ClassVar[Promise | str] = _("Ordered, or got money back")

    def since(
        self, workspace: Workspace, customer_ids: Collection[int], edge: datetime
    ) -> set[int]:
        orders = Order.objects.filter(
            workspace=workspace, customer__in=customer_ids, placed_at__gte=edge
        )
        refunds = Refund.objects.filter(
            workspace=workspace, customer__in=customer_ids, refunded_at__gte=edge
        )
        both = (rows.values_list("customer_id", flat=True) for rows in (orders, refunds))
        return {pk for rows in both for pk in rows if pk}
