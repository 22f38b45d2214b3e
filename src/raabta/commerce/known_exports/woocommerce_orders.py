"""WooCommerce: orders, from the usual order exporter (one row for each article)."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.commerce.order_export import CODES
from raabta.customers.known_export import KnownExport


class WooCommerceOrders(KnownExport):
    """Columns from the documentation of Advanced Order Export for WooCommerce; no sample."""

    key: ClassVar = "woocommerce_orders"
    label: ClassVar = _("WooCommerce (orders)")
    target: ClassVar = "order_lines"
    takes: ClassVar = _(
        "Orders with their articles, shipping, tax and discount, and customers by e-mail. "
        "Cancelled and failed orders are set aside. Refunds are left out."
    )
    signatures: ClassVar = (
        ("Order Number", "Order Status", "Order Date", "Item Name", "Item Cost"),
        ("Order Number", "Order Date", "Email (Billing)", "Item Name"),
    )
    keeps_rest: ClassVar = False
    columns: ClassVar = {
        "Order Number": "number",
        "Order Status": "status",
        "Order Date": "placed_at",
        "Email (Billing)": "email",
        "Country Code (Billing)": "country",
        "Currency": "currency",
        "Order Currency": "currency",
        "SKU": "sku",
        "Item Name": "name",
        "Quantity": "quantity",
        "Quantity (- Refund)": "quantity",
        "Item Cost": "unit",
        "Category": "category",
        "Order Shipping Amount": "shipping",
        "Order Total Tax Amount": "tax",
        "Order Total Fee": "fee",
        "Cart Discount Amount": "discount",
    }
    options: ClassVar = {"source": "woocommerce", "special_codes": CODES, "cancel_prefix": ""}
