"""What people bought, in a few figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Min, Sum

from raabta.commerce.models import Order
from raabta.kernel.money import Money
from raabta.workspaces.models import Workspace

SLICE = 5_000


@dataclass(frozen=True)
class Summary:
    """One person's orders, cancelled ones left out; money is net of refunds, by currency."""

    orders: int
    net: tuple[Money, ...]
    counts: tuple[int, ...]  # orders in each of these currencies
    first_at: datetime
    last_at: datetime

    @property
    def main(self) -> Money:
        """In the currency that most was spent in."""
        return max(self.net, key=lambda money: money.minor)

    @property
    def average(self) -> Money:
        """Of the orders in the main currency."""
        orders = self.counts[self.net.index(self.main)]
        return Money(round(self.main.minor / orders), self.main.currency)


def summaries_for(workspace: Workspace, customer_ids: Collection[int]) -> dict[int, Summary]:
    """People without an order are left out."""
    found: dict[int, Summary] = {}
    ids = list(customer_ids)
    for at in range(0, len(ids), SLICE):
        rows = (
            Order.objects.filter(
                workspace=workspace,
                customer__in=ids[at : at + SLICE],
                state=Order.State.PLACED,
            )
            .order_by()
            .values_list("customer_id", "currency")
            .annotate(
                n=Count("id"),
                net=Sum(F("total_minor") - F("refunded_minor")),
                first=Min("placed_at"),
                last=Max("placed_at"),
            )
        )
        for customer_id, currency, orders, net, first, last in rows:
            one = Summary(orders, (Money(net, currency),), (orders,), first, last)
            held = found.get(customer_id or 0)
            found[customer_id or 0] = _together(held, one) if held else one
    return found


def _together(one: Summary, other: Summary) -> Summary:
    return Summary(
        one.orders + other.orders,
        (*one.net, *other.net),
        (*one.counts, *other.counts),
        min(one.first_at, other.first_at),
        max(one.last_at, other.last_at),
    )


def latest_orders(workspace: Workspace, customer_id: int, limit: int) -> list[Order]:
    held = Order.objects.filter(workspace=workspace, customer=customer_id)
    return list(held.order_by("-placed_at", "-pk")[:limit])
