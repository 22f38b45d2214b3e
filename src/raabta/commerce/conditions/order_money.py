from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from babel.numbers import get_currency_precision
from django.utils.translation import gettext_lazy

from raabta.audiences.amounts import COMPARISONS, Amount, Compared, Comparison, in_words
from raabta.audiences.controls import Input
from raabta.audiences.facts import mine, totals
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned
from raabta.audiences.wording import money
from raabta.commerce.conditions import ORDERS, placed

FACTS = {
    "revenue": gettext_lazy("Revenue, less refunds"),
    "average": gettext_lazy("Average order, less refunds"),
    "largest": gettext_lazy("Largest order, less refunds"),
}
PATTERNS = {
    "revenue": gettext_lazy("they spent %(amount)s %(when)s"),
    "average": gettext_lazy("their average order was %(amount)s %(when)s"),
    "largest": gettext_lazy("their largest order was %(amount)s %(when)s"),
}


class OrderMoney(Spanned, Compared):
    """Money of orders in the workspace's currency; orders in other currencies do not count.

    Who has no such orders spent 0, but has neither an average nor a largest order.
    """

    key: ClassVar = "order_money"
    label: ClassVar = gettext_lazy("Money spent")
    group: ClassVar = ORDERS
    icon: ClassVar = "banknote"
    order: ClassVar = ("fact", "comparison", "amount", "upper", "span")

    fact: Annotated[
        Literal["revenue", "average", "largest"],
        Input("select", gettext_lazy("What"), names=FACTS),
    ] = "revenue"
    comparison: Annotated[
        Comparison, Input("select", gettext_lazy("How much"), names=COMPARISONS)
    ] = "at_least"
    amount: Annotated[Amount, Input("number", gettext_lazy("Amount"), unit="currency")] = Decimal(
        100
    )

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        scale = 10 ** get_currency_precision(asked.workspace.currency)
        if self.fact == "revenue":
            return totals(asked, rows, rows.net_minor.sum(), wanted=self, scale=scale)
        total = rows.net_minor.mean() if self.fact == "average" else rows.net_minor.max()
        people = rows.group_by("customer_id").aggregate(total=total)
        fitting = people.filter(self.holds(people.total, scale))
        return asked.customer.customer_id.isin(fitting.customer_id)

    def sentence(self, asked: Question) -> str:
        currency = asked.workspace.currency
        amount = in_words(
            self.comparison, money(self.amount, currency), money(self.upper or Decimal(0), currency)
        )
        return PATTERNS[self.fact] % {"amount": amount, "when": self.when()}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(self._rows(asked), customer_id)
        column = rows.net_minor
        total = {"revenue": column.sum, "average": column.mean, "largest": column.max}[self.fact]()
        scale = 10 ** get_currency_precision(asked.workspace.currency)
        return {str(FACTS[self.fact]): rows.aggregate(value=total / scale)}

    def _rows(self, asked: Question) -> Any:
        rows = placed(asked)
        mine_only = rows.currency == asked.workspace.currency
        return rows.filter(mine_only & self.in_span(rows.placed_at, asked))
