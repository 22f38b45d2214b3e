from collections.abc import Sequence
from typing import ClassVar

from django.db.models import Count, F, Max, Sum
from django.utils.translation import gettext as _

from raabta.commerce.models import Order
from raabta.customers.company_figure import CompanyFigures, Figure
from raabta.customers.models import Customer
from raabta.kernel.money import Money
from raabta.workspaces.models import Workspace


class PurchaseFigures(CompanyFigures):
    """Orders of the people, cancelled ones left out; money net of refunds, by currency."""

    key: ClassVar = "purchases"
    position: ClassVar = 20
    permission: ClassVar = "commerce.view"

    def figures(self, workspace: Workspace, company_ids: Sequence[int]) -> list[Figure]:
        people = Customer.objects.filter(
            workspace=workspace, company_id__in=company_ids, deleted_at=None
        )
        orders = Order.objects.filter(workspace=workspace, customer_id__in=people.values("pk"))
        rows = list(
            orders.filter(state=Order.State.PLACED)
            .values("currency")
            .annotate(
                orders=Count("pk"),
                net=Sum(F("total_minor") - F("refunded_minor")),
                last=Max("placed_at"),
            )
            .order_by("-net", "currency")
        )
        return [
            Figure(_("Orders"), count=sum(row["orders"] for row in rows)),
            Figure(_("Net revenue"), sums=tuple(Money(r["net"], r["currency"]) for r in rows)),
            Figure(_("Last order"), moment=max((row["last"] for row in rows), default=None)),
        ]
