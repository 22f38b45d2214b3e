from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raabta.audiences.amounts import Compared, in_words
from raabta.audiences.facts import mine, times
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned
from raabta.audiences.wording import number
from raabta.commerce.conditions import ORDERS, placed


class OrderCount(Spanned, Compared):
    """How many orders; who never ordered has none."""

    key: ClassVar = "order_count"
    label: ClassVar = gettext_lazy("Number of orders")
    group: ClassVar = ORDERS
    icon: ClassVar = "shopping-cart"
    order: ClassVar = ("comparison", "amount", "upper", "span")

    def where(self, asked: Question) -> Any:
        return times(asked, self._rows(asked), self)

    def sentence(self, asked: Question) -> str:
        amount = in_words(self.comparison, number(self.amount), number(self.upper or 0))
        return ngettext(
            "they placed %(amount)s order %(when)s",
            "they placed %(amount)s orders %(when)s",
            self.plural,
        ) % {"amount": amount, "when": self.when()}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        return {_("Orders"): mine(self._rows(asked), customer_id).count()}

    def _rows(self, asked: Question) -> Any:
        rows = placed(asked)
        return rows.filter(self.in_span(rows.placed_at, asked))
