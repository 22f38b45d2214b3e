from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext_lazy

from raabta.audiences.controls import Input
from raabta.audiences.facts import mine
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned
from raabta.commerce.conditions import ORDERS, placed

WHICH = {"first": gettext_lazy("First order"), "last": gettext_lazy("Last order")}
PATTERNS = {
    "first": gettext_lazy("they placed their first order %(when)s"),
    "last": gettext_lazy("they placed their last order %(when)s"),
}


class OrderDay(Spanned):
    """When the first or the last order was; who never ordered does not fit."""

    key: ClassVar = "order_day"
    label: ClassVar = gettext_lazy("First or last order")
    group: ClassVar = ORDERS
    icon: ClassVar = "calendar-clock"
    order: ClassVar = ("which", "span")

    which: Annotated[
        Literal["first", "last"], Input("select", gettext_lazy("Which"), names=WHICH)
    ] = "last"

    def where(self, asked: Question) -> Any:
        rows = placed(asked)
        at = rows.placed_at.min() if self.which == "first" else rows.placed_at.max()
        people = rows.group_by("customer_id").aggregate(at=at)
        fitting = people.filter(self.in_span(people.at, asked))
        return asked.customer.customer_id.isin(fitting.customer_id)

    def sentence(self, asked: Question) -> str:
        return PATTERNS[self.which] % {"when": self.when()}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(placed(asked), customer_id)
        at = rows.placed_at.min() if self.which == "first" else rows.placed_at.max()
        return {str(WHICH[self.which]): rows.aggregate(value=at)}
