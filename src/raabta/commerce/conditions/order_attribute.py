from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field

from raabta.audiences.amounts import Compared, in_words
from raabta.audiences.controls import Input
from raabta.audiences.facts import mine, times
from raabta.audiences.field_filter import FieldFilter, filters_in_words
from raabta.audiences.property_filter import VALUE_FIELD, filtered
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned
from raabta.audiences.wording import number
from raabta.commerce.conditions import ORDERS, placed
from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition
from raabta.warehouse.functions import from_json

ORDER = AttributeDefinition.Subject.ORDER


class OrderAttribute(Spanned, Compared):
    """How many orders whose own attributes fit every filter; who has none has 0 of them."""

    key: ClassVar = "order_attribute"
    label: ClassVar = gettext_lazy("Attribute of an order")
    group: ClassVar = ORDERS
    icon: ClassVar = "list-checks"
    order: ClassVar = ("filters", "comparison", "amount", "upper", "span")

    filters: Annotated[
        list[FieldFilter],
        Field(min_length=1, max_length=5),
        Input("filters", gettext_lazy("Of which it is true that")),
    ]

    def where(self, asked: Question) -> Any:
        return times(asked, self._rows(asked), self)

    def sentence(self, asked: Question) -> str:
        amount = in_words(self.comparison, number(self.amount), number(self.upper or 0))
        return ngettext(
            "they placed %(amount)s order %(filters)s %(when)s",
            "they placed %(amount)s orders %(filters)s %(when)s",
            self.plural,
        ) % {"amount": amount, "filters": filters_in_words(self.filters), "when": self.when()}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        return {_("Orders"): mine(self._rows(asked), customer_id).count()}

    def warnings(self, asked: Question) -> list[str]:
        known = [one.key for one in definitions_of(asked.workspace, ORDER)]
        named = {"known": ", ".join(known) or "—"}
        return [
            _("There is no attribute of orders “%(key)s”. There are: %(known)s.")
            % {"key": one.name, **named}
            for one in self.filters
            if one.name not in known
        ]

    def _rows(self, asked: Question) -> Any:
        rows = placed(asked)
        rows = rows.filter(self.in_span(rows.placed_at, asked))
        return filtered(rows, self.filters)

    @classmethod
    def suggests(cls, field: str, params: dict[str, Any], asked: Question) -> Any:
        place, filters = VALUE_FIELD.fullmatch(field), params.get("filters") or []
        if not place or int(place[1]) >= len(filters):
            return None
        name = str(filters[int(place[1])].get("name", ""))
        if not name or '"' in name or "\\" in name:
            return None
        rows = placed(asked)
        return rows.select(value=from_json(rows.properties, name).fill_null(""))
