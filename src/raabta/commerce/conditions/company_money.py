from decimal import Decimal
from typing import Annotated, Any, ClassVar

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.amounts import COMPARISONS, Amount, Compared, Comparison, in_words
from raabta.audiences.controls import Input
from raabta.audiences.facts import by_company
from raabta.audiences.groups import COMPANY
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned
from raabta.audiences.wording import money
from raabta.commerce.conditions import placed


class CompanyMoney(Spanned, Compared):
    """What all people of the person's company spent together, less refunds.

    In the workspace's currency; orders in other currencies do not count, and without a company
    it is 0.
    """

    key: ClassVar = "company_money"
    label: ClassVar = gettext_lazy("Money the company spent")
    group: ClassVar = COMPANY
    icon: ClassVar = "banknote"
    reaches_others: ClassVar = True
    order: ClassVar = ("comparison", "amount", "upper", "span")

    comparison: Annotated[
        Comparison, Input("select", gettext_lazy("How much"), names=COMPARISONS)
    ] = "at_least"
    amount: Annotated[Amount, Input("number", gettext_lazy("Amount"), unit="currency")] = Decimal(
        100
    )

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        spent = rows.group_by("company_id").aggregate(total=rows.net_minor.sum())
        scale = 10 ** get_currency_precision(asked.workspace.currency)
        return by_company(asked, spent, wanted=self, scale=scale)

    def sentence(self, asked: Question) -> str:
        currency = asked.workspace.currency
        amount = in_words(
            self.comparison, money(self.amount, currency), money(self.upper or Decimal(0), currency)
        )
        words = _("their company spent %(amount)s %(when)s")
        return words % {"amount": amount, "when": self.when()}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        people = asked.tables.customer
        mine = people.filter(people.customer_id == customer_id)
        rows = self._rows(asked)
        rows = rows.filter(rows.company_id.isin(mine.company_id))
        scale = 10 ** get_currency_precision(asked.workspace.currency)
        return {_("Money the company spent"): rows.aggregate(value=rows.net_minor.sum() / scale)}

    def _rows(self, asked: Question) -> Any:
        """Orders with the company of whoever placed them."""
        orders, people = placed(asked), asked.tables.customer
        ours = orders.currency == asked.workspace.currency
        orders = orders.filter(ours & self.in_span(orders.placed_at, asked))
        employed = people.filter(people.company_id.notnull())
        both = orders.select("customer_id", "net_minor").inner_join(
            employed.select("customer_id", "company_id"), "customer_id"
        )
        return both.select("company_id", "net_minor")
