"""Questions about orders and products."""

from raabta.commerce.queries.orders import OrderFilter, find_orders
from raabta.commerce.queries.products import find_products, product_facts
from raabta.commerce.queries.summaries import Summary, latest_orders, summaries_for

__all__ = (
    "OrderFilter",
    "Summary",
    "find_orders",
    "find_products",
    "latest_orders",
    "product_facts",
    "summaries_for",
)
