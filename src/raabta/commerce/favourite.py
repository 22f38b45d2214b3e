"""Of what somebody bought the most pieces."""

from typing import Any, ClassVar

from raabta.audiences.question import Question
from raabta.audiences.trait import Value, as_text, foremost
from raabta.commerce.order_trait import LineTrait


class FavouriteTrait(LineTrait):
    """Of two that are as frequent as each other the first one by its letters."""

    kind: ClassVar = "text"
    column: ClassVar[str]

    def of(self, rows: Any) -> Any:
        found = rows.filter(rows[self.column] != "").mutate(text=rows[self.column])
        return foremost(found, found.quantity.sum())

    def read(self, raw: Any, asked: Question) -> Value:
        return as_text(raw)
