from collections.abc import Sequence
from typing import Any

from raabta.audiences.property_filter import NUMBER, NUMERIC, PropertyFilter
from raabta.audiences.property_filter import filters_in_words as in_words
from raabta.warehouse.functions import from_json


class FieldFilter(PropertyFilter):
    """A field of a record or an attribute of an order, always in its JSON even when named like a typed column of events."""

    def where(self, rows: Any) -> Any:
        text = from_json(rows.properties, self.name).fill_null("")
        if self.operator not in NUMERIC:
            return self._of_text(text)
        value, bound = as_number(text), float(self.value)
        return {
            "at_least": value >= bound,
            "at_most": value <= bound,
            "more_than": value > bound,
            "less_than": value < bound,
        }[self.operator].fill_null(False)  # noqa: FBT003


def as_number(text: Any) -> Any:
    """NULL for what is no number."""
    import ibis

    return ibis.ifelse(text.re_search(NUMBER), text, ibis.null("string")).try_cast("float64")


def filters_in_words(filters: Sequence[FieldFilter]) -> str:
    return in_words(list(filters))
