"""Shopify: orders, from the admin's export (one row for each article)."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.commerce.order_export import CODES
from raabta.customers.known_export import KnownExport


class ShopifyOrders(KnownExport):
    """Columns from a sample; later exports have further ones, which are left out."""

    key: ClassVar = "shopify_orders"
    label: ClassVar = _("Shopify (orders)")
    target: ClassVar = "order_lines"
    takes: ClassVar = _(
        "Orders with their articles, shipping, tax and discount, and customers by e-mail. "
        "Cancelled orders are set aside. Refunds have no lines in this file and are left out."
    )
    signatures: ClassVar = (("Name", "Financial Status", "Lineitem name", "Lineitem price"),)
    keeps_rest: ClassVar = False
    columns: ClassVar = {
        "Name": "number",
        "Email": "email",
        "Created at": "placed_at",
        "Currency": "currency",
        "Lineitem quantity": "quantity",
        "Lineitem name": "name",
        "Lineitem price": "unit",
        "Lineitem sku": "sku",
        "Billing Country": "country",
        "Shipping": "shipping",
        "Taxes": "tax",
        "Discount Amount": "discount",
        "Financial Status": "status",
        "Cancelled at": "cancelled_at",
    }
    options: ClassVar = {"source": "shopify", "special_codes": CODES, "cancel_prefix": ""}
