"""The list of products, and what each sold."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from raabta.commerce.models import Order, OrderLine, Product
from raabta.kernel.money import Money
from raabta.workspaces.models import Workspace

LAST = "\U0010ffff"


@dataclass(frozen=True)
class ProductFacts:
    orders: int
    pieces: int
    revenue: tuple[Money, ...]
    last_at: datetime | None


def find_products(workspace: Workspace, text: str = "", category: str = "") -> QuerySet[Product]:
    rows = Product.objects.filter(workspace=workspace)
    if text:
        rows = rows.filter(Q(sku__istartswith=text) | Q(name__icontains=text))
    if category:
        rows = rows.filter(category=category)
    return rows


def categories(workspace: Workspace) -> list[str]:
    held = Product.objects.filter(workspace=workspace).exclude(category="").order_by("category")
    return list(held.values_list("category", flat=True).distinct()[:200])


def product_facts(workspace: Workspace, product_id: int) -> ProductFacts:
    """Cancelled orders do not count."""
    sold = OrderLine.objects.filter(
        workspace=workspace, product=product_id, order__state=Order.State.PLACED
    ).order_by()
    rows = sold.values_list("order__currency").annotate(
        orders=Count("order_id", distinct=True),
        pieces=Sum("quantity"),
        total=Sum("total_minor"),
        last=Max("order__placed_at"),
    )
    orders, pieces, revenue, last_at = 0, 0, [], None
    for currency, some_orders, some_pieces, total, last in rows:
        orders, pieces = orders + some_orders, pieces + some_pieces
        revenue.append(Money(total, currency))
        last_at = max(last_at, last) if last_at else last
    return ProductFacts(orders, pieces, tuple(revenue), last_at)


def orders_with(workspace: Workspace, product_id: int, limit: int) -> list[OrderLine]:
    lines = OrderLine.objects.filter(workspace=workspace, product=product_id)
    return list(lines.select_related("order", "order__customer").order_by("-pk")[:limit])
