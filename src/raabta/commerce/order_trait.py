"""What all traits from orders share, and what counts in them.

An order counts that was placed and not cancelled; money is what the order earned, less refunds of
that order, in the workspace's currency: orders in other currencies have no place in sums. An order
that was given back whole stays an order of the day it was placed, with nothing earned.
"""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.audiences.question import Question
from raabta.audiences.trait import LARGEST, Trait, Value
from raabta.commerce.conditions import placed


class OrderTrait(Trait):
    """A trait of somebody's orders."""

    source: ClassVar = "order"
    group: ClassVar = _("Orders")
    moment: ClassVar = "placed_at"

    def rows(self, asked: Question) -> Any:
        return placed(asked)


class MoneyTrait(OrderTrait):
    """Of money in the workspace's currency."""

    kind: ClassVar = "money"

    def rows(self, asked: Question) -> Any:
        rows = placed(asked)
        return rows.filter(rows.currency == asked.workspace.currency)

    def read(self, raw: Any, asked: Question) -> Value:
        if raw is None or not abs(raw) <= LARGEST:
            return None
        return {"minor": round(raw), "currency": asked.workspace.currency}


class LineTrait(OrderTrait):
    """Of the articles on the orders' lines, by pieces; what was given away for nothing counts."""

    def rows(self, asked: Question) -> Any:
        lines, orders = asked.tables.order_line, asked.tables["order"]
        cancelled = orders.filter(orders.state != "placed")
        return lines.filter(
            (lines.kind == "item")
            & lines.customer_id.notnull()
            & (lines.quantity > 0)
            & ~lines.order_id.isin(cancelled.order_id)
        )
