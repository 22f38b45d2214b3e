"""Filters on the properties of an event: typed columns where there are some, else its JSON."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from pydantic import BaseModel, ConfigDict, Field, model_validator

from raabta.audiences.wording import listed, number, quoted
from raabta.warehouse.functions import from_json, lower
from raabta.warehouse.warehouse_tables.event import TYPED

OPERATORS = {
    "is": pgettext_lazy("text operator", "is"),
    "is_not": pgettext_lazy("text operator", "is not"),
    "contains": pgettext_lazy("text operator", "contains"),
    "starts": pgettext_lazy("text operator", "starts with"),
    "at_least": pgettext_lazy("comparison", "at least"),
    "at_most": pgettext_lazy("comparison", "at most"),
    "more_than": pgettext_lazy("comparison", "more than"),
    "less_than": pgettext_lazy("comparison", "less than"),
    "empty": pgettext_lazy("text operator", "is empty"),
    "not_empty": pgettext_lazy("text operator", "is not empty"),
}
NUMERIC = {"at_least", "at_most", "more_than", "less_than"}
VALUE_FIELD = re.compile(r"filters\.([0-9]{1,2})\.value")
MOST = Decimal(10**12)
NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"


class PropertyFilter(BaseModel):
    """A property, an operator and a value; texts compare without regard to case."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)
    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r'^[^"\\]+$')]
    operator: Literal[
        "is", "is_not", "contains", "starts", "at_least", "at_most", "more_than", "less_than",
        "empty", "not_empty",
    ] = "is"  # fmt: skip
    value: Annotated[str, Field(max_length=300)] = ""

    @model_validator(mode="after")
    def _value_fits(self) -> Self:
        if self.operator in NUMERIC:
            try:
                if -MOST <= Decimal(self.value) <= MOST:
                    return self
            except InvalidOperation:
                pass
            raise ValueError(_("Enter a number."))
        if not self.value and self.operator not in {"empty", "not_empty"}:
            raise ValueError(_("Enter a value."))
        return self

    def where(self, rows: Any) -> Any:
        if self.operator in NUMERIC:
            value, bound = self.amount(rows), float(self.value)
            return {
                "at_least": value >= bound,
                "at_most": value <= bound,
                "more_than": value > bound,
                "less_than": value < bound,
            }[self.operator].fill_null(False)  # noqa: FBT003
        if TYPED.get(self.name, "").startswith("float"):
            return self._of_number(rows)
        return self._of_text(self.text(rows))

    def text(self, rows: Any) -> Any:
        """The property as text, empty when absent."""
        if TYPED.get(self.name) == "text":
            return rows[self.name]
        return from_json(rows.properties, self.name).fill_null("")

    def _of_number(self, rows: Any) -> Any:
        column = rows[self.name]
        if self.operator in {"empty", "not_empty"}:
            return column.isnull() if self.operator == "empty" else column.notnull()
        try:
            same = (column == float(self.value)).fill_null(False)  # noqa: FBT003
        except ValueError:
            same = column.isnull() & column.notnull()  # no number is a word
        return ~same if self.operator == "is_not" else same

    def _of_text(self, raw: Any) -> Any:
        if self.operator in {"empty", "not_empty"}:
            return raw == "" if self.operator == "empty" else raw != ""
        text, value = lower(raw), self.value.lower()
        return {
            "is": text == value,
            "is_not": text != value,
            "contains": text.contains(value),
            "starts": text.startswith(value),
        }[self.operator]

    def amount(self, rows: Any) -> Any:
        """The property as a number, NULL when it is none."""
        import ibis

        if TYPED.get(self.name, "").startswith("float"):
            return rows[self.name]
        text = self.text(rows)
        return ibis.ifelse(text.re_search(NUMBER), text, ibis.null("string")).try_cast("float64")

    def sentence(self) -> str:
        patterns = {
            "is": _("%(property)s is %(value)s"),
            "is_not": _("%(property)s is not %(value)s"),
            "contains": _("%(property)s contains %(value)s"),
            "starts": _("%(property)s starts with %(value)s"),
            "at_least": _("%(property)s is at least %(value)s"),
            "at_most": _("%(property)s is at most %(value)s"),
            "more_than": _("%(property)s is more than %(value)s"),
            "less_than": _("%(property)s is less than %(value)s"),
            "empty": _("%(property)s is empty"),
            "not_empty": _("%(property)s is not empty"),
        }
        value = number(Decimal(self.value)) if self.operator in NUMERIC else quoted(self.value)
        return patterns[self.operator] % {"property": self.name, "value": value}


def filtered(rows: Any, filters: Sequence[PropertyFilter]) -> Any:
    """The events whose properties fit every filter."""
    for one in filters:
        rows = rows.filter(one.where(rows))
    return rows


def filters_in_words(filters: Sequence[PropertyFilter]) -> str:
    """Such as "whose color is “red” and value is at least 5"; empty without filters."""
    if not filters:
        return ""
    parts = listed([one.sentence() for one in filters], "standard")
    return _("whose %(filters)s") % {"filters": parts}


def suggested(rows: Any, field: str, params: dict[str, Any]) -> Any:
    """Values of the property that `field` ("filters.0.value") is about."""
    place = VALUE_FIELD.fullmatch(field)
    filters = params.get("filters") or []
    if not place or int(place[1]) >= len(filters):
        return None
    name = str(filters[int(place[1])].get("name", ""))
    if not name or '"' in name or "\\" in name:
        return None
    event = str(params.get("name", ""))
    mine = rows.filter(rows.name == event) if event else rows
    if TYPED.get(name, "").startswith("float"):
        return mine.select(value=mine[name].cast("string"))
    return mine.select(value=PropertyFilter(name=name, operator="empty").text(mine))
