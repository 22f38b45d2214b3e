"""Rows of shops that tell of the whole order beside one of its lines. Pure: no Django.

Shops write the date, the customer and the sums of an order in its first row only, or repeat them
in each; what is no article becomes lines of its own: shipping, tax, discount, fees.
"""

from typing import Any

from raabta.customers.imports.person_rows import Problem
from raabta.customers.normalise import line

# field -> code of the line it becomes; a discount is taken off
SUMS = {"shipping": "SHIPPING", "tax": "TAX", "fee": "FEE", "discount": "DISCOUNT"}
KEYS = (*SUMS, "status", "cancelled_at")
UNPAID = frozenset({
    "cancelled", "canceled", "failed", "voided", "pending payment", "draft", "trash",
    "checkout-draft", "wc-cancelled", "wc-failed", "expired",
})  # fmt: skip
# places of a LineRow that the first row of an order tells for all of them
TOLD_ONCE = (6, 7, 8, 9, 10)  # placed_at, external_id, email, country, currency


class Orders:
    """Carries what the first row of an order says; one for each chunk."""

    def __init__(self) -> None:
        self._first: list[Any] | None = None
        self._unpaid = False

    def complete(self, record: list[Any], about: dict[str, Any]) -> list[Problem]:
        """Fill the row from its order's first one. A cancelled order is set aside."""
        first = self._first
        if first is None or first[1] != record[1]:
            self._first = record
            self._unpaid = _is_unpaid(about)
        else:
            for place in TOLD_ONCE:
                record[place] = record[place] or first[place]
        return [(-1, "order_unpaid", str(about.get("status") or ""))] if self._unpaid else []

    def further(self, record: list[Any], about: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The lines of the order that are no articles, beside its first row."""
        if record is not self._first:
            return []
        made = []
        for key, code in SUMS.items():
            amount = about.get(key) or 0
            if amount:
                extra = record.copy()
                extra[2:6] = [code, code.title(), 1, -abs(amount) if key == "discount" else amount]
                extra[11] = ""
                made.append(tuple(extra))
        return made


def _is_unpaid(about: dict[str, Any]) -> bool:
    return bool(about.get("cancelled_at")) or about.get("status", "") in UNPAID


def status(value: str) -> str:
    return line(value).casefold()
