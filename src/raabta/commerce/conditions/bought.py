from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from pydantic import Field

from raabta.audiences.amounts import COMPARISONS, Amount, Compared, Comparison, in_words
from raabta.audiences.controls import Input
from raabta.audiences.facts import any_of, mine, totals
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned, shown_for
from raabta.audiences.wording import listed, number, quoted
from raabta.commerce.conditions import ORDERS
from raabta.warehouse.functions import lower

DID = {
    "did": pgettext_lazy("purchase", "bought"),
    "did_not": pgettext_lazy("purchase", "did not buy"),
}
BY = {
    "sku": gettext_lazy("Product, by its number (SKU)"),
    "product_name": gettext_lazy("Product, by its name"),
    "category": gettext_lazy("Category"),
}
MATCHES = {"is": gettext_lazy("is one of"), "contains": gettext_lazy("contains")}


class Bought(Spanned, Compared):
    """Pieces of a product or category on order lines; cancelled orders do not count."""

    key: ClassVar = "bought"
    label: ClassVar = gettext_lazy("Product or category bought")
    group: ClassVar = ORDERS
    icon: ClassVar = "package-check"
    order: ClassVar = ("did", "by", "match", "values", "comparison", "amount", "upper", "span")

    did: Annotated[
        Literal["did", "did_not"], Input("select", gettext_lazy("Whether"), names=DID)
    ] = "did"
    by: Annotated[
        Literal["sku", "product_name", "category"],
        Input("select", gettext_lazy("What"), names=BY),
    ] = "category"
    match: Annotated[
        Literal["is", "contains"], Input("select", gettext_lazy("Comparison"), names=MATCHES)
    ] = "is"
    values: Annotated[
        list[Annotated[str, Field(max_length=300)]],
        Field(min_length=1, max_length=200),
        Input("texts", gettext_lazy("Values"), suggests=True),
    ]
    comparison: Annotated[
        Comparison,
        Input(
            "select",
            gettext_lazy("How many pieces"),
            names=COMPARISONS,
            when=shown_for("did", "did"),
        ),
    ] = "at_least"
    amount: Annotated[
        Amount, Input("number", gettext_lazy("Pieces"), when=shown_for("did", "did"))
    ] = Decimal(1)

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        if self.did == "did_not":
            return ~any_of(asked, rows)
        if self.comparison == "at_least" and self.amount == 1:
            return any_of(asked, rows)
        return totals(asked, rows, rows.quantity.sum(), wanted=self)

    def sentence(self, asked: Question) -> str:
        what = listed([quoted(value) for value in self.values])
        words = {"what": self._what() % {"value": what}, "when": self.when()}
        if self.did == "did_not":
            return _("they did not buy %(what)s %(when)s") % words
        if self.comparison == "at_least" and self.amount == 1:
            return _("they bought %(what)s %(when)s") % words
        amount = in_words(self.comparison, number(self.amount), number(self.upper or 0))
        return ngettext(
            "they bought %(amount)s piece of %(what)s %(when)s",
            "they bought %(amount)s pieces of %(what)s %(when)s",
            self.plural,
        ) % {**words, "amount": amount}

    def _what(self) -> str:
        return {
            ("sku", "is"): _("the product number %(value)s"),
            ("sku", "contains"): _("a product whose number contains %(value)s"),
            ("product_name", "is"): _("the product %(value)s"),
            ("product_name", "contains"): _("a product whose name contains %(value)s"),
            ("category", "is"): _("something of the category %(value)s"),
            ("category", "contains"): _("something of a category that contains %(value)s"),
        }[self.by, self.match]

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(self._rows(asked), customer_id)
        return {_("Pieces"): rows.aggregate(value=rows.quantity.sum())}

    def _rows(self, asked: Question) -> Any:
        lines, orders = asked.tables.order_line, asked.tables["order"]
        cancelled = orders.filter(orders.state != "placed")
        text, values = lower(lines[self.by]), [value.lower() for value in self.values]
        fits = text.isin(values)
        if self.match == "contains":
            fits = text.contains(values[0])
            for value in values[1:]:
                fits |= text.contains(value)
        return lines.filter(
            (lines.kind == "item")
            & lines.customer_id.notnull()
            & (lines.quantity > 0)
            & self.in_span(lines.placed_at, asked)
            & fits
            & ~lines.order_id.isin(cancelled.order_id)
        )

    @classmethod
    def suggests(cls, field: str, params: dict[str, Any], asked: Question) -> Any:
        by = str(params.get("by", "category"))
        if field != "values" or by not in BY:
            return None
        lines = asked.tables.order_line
        return lines.filter(lines.kind == "item").select(value=lines[by])
