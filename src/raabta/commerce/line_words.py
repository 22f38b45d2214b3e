"""Labels, headers in many languages and explanations of the order lines' import."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.fields import definitions_of
from raabta.customers.import_target import Explained, Fact, TargetField
from raabta.customers.models import AttributeDefinition
from raabta.workspaces.models import Workspace

SPECIAL_CODES = """POST = shipping
DOT = shipping
C2 = shipping
D = discount
M = adjustment
S = adjustment
B = adjustment
BANK CHARGES = fee
AMAZONFEE = fee
CRUK = fee"""
DECIMAL: dict[str, Promise] = {
    ".": gettext_lazy("Point: 1,234.50"),
    ",": gettext_lazy("Comma: 1.234,50"),
}
# what the columns are called in files, in many languages
ALIASES: dict[str, tuple[str, ...]] = {
    "number": (
        "invoiceno", "invoice", "invoice no", "invoice number", "order", "order id", "order number",
        "order no", "bill no", "receipt", "numéro de commande", "bestellnummer", "número de pedido",
        "آرڈر نمبر", "অর্ডার নম্বর", "رقم الطلب",
    ),
    "placed_at": (
        "invoicedate", "invoice date", "date", "order date", "created at", "placed at", "paid at",
        "datum", "fecha", "data", "تاریخ", "তারিখ", "التاريخ",
    ),
    "sku": (
        "stockcode", "stock code", "item code", "product code", "product id", "article",
        "lineitem sku", "artikelnummer", "référence", "código",
    ),
    "name": (
        "description", "product", "product name", "item", "item name", "title", "lineitem name",
        "artikel", "produit", "producto", "مصنوعات", "পণ্য", "المنتج",
    ),
    "quantity": (
        "qty", "units", "lineitem quantity", "menge", "quantité", "cantidad", "مقدار", "পরিমাণ",
        "الكمية",
    ),
    "unit": (
        "unitprice", "unit price", "price", "lineitem price", "item price", "preis", "prix",
        "precio", "prezzo", "قیمت", "মূল্য", "السعر",
    ),
    "external_id": (
        "customerid", "customer id", "client id", "user id", "customer number", "customer",
    ),
    "email": ("email address", "customer email", "e-mail", "courriel", "correo"),
    "country": ("shipping country", "billing country", "land", "pays", "país", "ملک", "দেশ"),
    "currency": ("currency code", "währung", "devise", "moneda"),
    "category": ("product category", "product type", "department", "kategorie", "catégorie"),
}  # fmt: skip


def fields() -> list[TargetField]:
    return [
        TargetField("number", _("Invoice or order number"), ALIASES["number"]),
        TargetField("placed_at", _("Date and time"), ALIASES["placed_at"]),
        TargetField("sku", _("Article code (SKU)"), ALIASES["sku"]),
        TargetField("name", _("Article's name"), ALIASES["name"]),
        TargetField("quantity", _("Quantity"), ALIASES["quantity"]),
        TargetField("unit", _("Price of one"), ALIASES["unit"]),
        TargetField("external_id", _("Customer id"), ALIASES["external_id"]),
        TargetField("email", _("Customer's e-mail"), ALIASES["email"], looks_like="email"),
        TargetField("country", _("Country"), ALIASES["country"]),
        TargetField("currency", _("Currency"), ALIASES["currency"]),
        TargetField("category", _("Category"), ALIASES["category"]),
        *_of_the_order(),
    ]


def attribute_fields(workspace: Workspace) -> list[TargetField]:
    """The workspace's own attributes of orders."""
    group = _("Attributes of the order")
    return [
        TargetField(f"attribute:{one.key}", one.label, (one.key, one.label), group=group)
        for one in definitions_of(workspace, AttributeDefinition.Subject.ORDER)
        if not one.is_computed
    ]


def _of_the_order() -> list[TargetField]:
    """What stands once for a whole order, beside its first article."""
    group = _("Of the whole order")
    return [
        TargetField("shipping", _("Shipping of the order"), group=group),
        TargetField("tax", _("Tax of the order"), group=group),
        TargetField("fee", _("Fees of the order"), group=group),
        TargetField("discount", _("Discount of the order"), group=group),
        TargetField("status", _("State of the order"), group=group),
        TargetField("cancelled_at", _("When it was cancelled"), group=group),
    ]


def explain(note: str) -> Explained | None:
    found: dict[str, Explained] = {
        "orders": Explained(_("Orders written"), ""),
        "customers_created": Explained(_("New customers"), _("The file named them by their id or e-mail.")),
        "customer_conflict": Explained(
            _("Customers that could not be told"),
            _("The id is one person's and the e-mail another's; these orders are without a customer."),
            "warning",
        ),
        "left_out_attribute": Explained(
            _("Attributes that were left out"),
            _("The value does not fit the attribute; the order was kept without it."),
            "warning",
        ),
        "anonymous_line": Explained(
            _("Lines without a customer"), _("Their orders count as sales, but belong to nobody.")
        ),
        "cancelled_line": Explained(_("Lines of cancelled invoices"), _("They became refunds.")),
        "refund_matched": Explained(
            _("Refunds with their order"),
            _("The latest earlier order in which the customer bought the article."),
        ),
        "refund_unmatched": Explained(
            _("Refunds without an order"),
            _("The file holds no earlier order of that article by that customer."),
        ),
        "shipping_line": Explained(_("Shipping lines"), _("Part of the order, but no article.")),
        "discount_line": Explained(_("Discount lines"), _("Part of the order, but no article.")),
        "fee_line": Explained(_("Fee lines"), _("Bank charges, commissions and the like.")),
        "adjustment_line": Explained(_("Lines entered by hand"), _("Corrections, samples and other bookings.")),
        "free_line": Explained(_("Free articles"), _("Their price is zero; they were kept.")),
        "no_name": Explained(_("Lines without a name"), _("The article is known by its code.")),
        "rounded_line": Explained(
            _("Rounded lines"),
            _("Their price has more decimals than the currency; the line's total was rounded."),
        ),
        "repeated_line": Explained(
            _("Same line twice in an invoice"), _("Both were kept: shops do sell like that.")
        ),
        "unknown_country": Explained(
            _("Places that are no country"), _("These orders were kept without a country.")
        ),
        "negative_invoice": Explained(_("Invoices below zero"), _("They became refunds.")),
        "positive_cancellation": Explained(
            _("Cancellations that take money"), _("They became orders.")
        ),
    }  # fmt: skip
    return found.get(note)


def reason(key: str) -> str:
    found = {
        "no_number": _("The invoice number is missing."),
        "no_date": _("The date is missing."),
        "no_quantity": _("The quantity is missing."),
        "no_price": _("The price is missing."),
        "quantity": _("This is not a whole number."),
        "price": _("This is not an amount of money."),
        "currency": _("This is not a currency's code of three letters."),
        "mixed_currency": _("The invoice's other lines are in another currency."),
        "stock_adjustment": _("A correction of the stock (negative, without a price), not a sale."),
        "order_unpaid": _("The order was cancelled or never paid."),
        "bad_debt": _("A booking of bad debt, not a sale."),
    }
    return found.get(key, "")


def facts(notes: dict[str, Any], currency: str) -> list[Fact]:
    """The file's sum and where each part of it went; the parts add up to it."""

    def of(name: str) -> int:
        return int(notes.get(f"sum_{name}:{currency}", 0))

    total = of("file")
    rest = (
        total - of("orders") + of("refunds") - of("adjustments") - of("rejected") - of("rounding")
    )
    parts = [
        Fact(_("Orders"), of("orders"), currency),
        Fact(_("Refunds"), -of("refunds"), currency),
        Fact(_("Bookings that are no sale"), of("adjustments"), currency),
        Fact(_("Rejected lines"), of("rejected"), currency),
        Fact(_("Lost and won by rounding lines"), of("rounding"), currency),
        Fact(_("Unexplained"), rest, currency),
    ]
    shown = [part for part in parts if part.amount]
    return [*shown, Fact(_("Sum of the file (quantity × price)"), total, currency, is_total=True)]
