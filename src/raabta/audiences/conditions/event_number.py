from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.about_event import AboutEvent
from raabta.audiences.amounts import COMPARISONS, Amount, Compared, Comparison, in_words
from raabta.audiences.controls import Input
from raabta.audiences.facts import mine, totals
from raabta.audiences.groups import BEHAVIOUR
from raabta.audiences.property_filter import (
    PropertyName,
    number_of,
    text_of,
)
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned
from raabta.audiences.wording import number, quoted

MEASURES = {
    "sum": gettext_lazy("Sum"),
    "average": gettext_lazy("Average"),
    "smallest": gettext_lazy("Smallest"),
    "largest": gettext_lazy("Largest"),
    "different": gettext_lazy("Number of different values"),
}
PATTERNS = {
    "sum": gettext_lazy("%(property)s of their %(event)s %(filters)s adds up to %(much)s %(when)s"),
    "average": gettext_lazy(
        "%(property)s of their %(event)s %(filters)s is %(much)s on average %(when)s"
    ),
    "smallest": gettext_lazy(
        "the smallest %(property)s of their %(event)s %(filters)s is %(much)s %(when)s"
    ),
    "largest": gettext_lazy(
        "the largest %(property)s of their %(event)s %(filters)s is %(much)s %(when)s"
    ),
    "different": gettext_lazy(
        "%(property)s of their %(event)s %(filters)s has %(much)s different values %(when)s"
    ),
}
FROM_NOTHING = {"sum", "different"}  # these are 0 without events; the others are not there
DIGITS = 6  # the engines add in different orders


class EventNumber(AboutEvent, Spanned, Compared):
    """What a property of somebody's events comes to: its sum, average, extremes, or variety."""

    key: ClassVar = "event_number"
    label: ClassVar = gettext_lazy("Sum or average of an event")
    group: ClassVar = BEHAVIOUR
    icon: ClassVar = "sigma"
    order: ClassVar = ("measure", "property", "name", "comparison", "amount", "upper", "span")

    measure: Annotated[
        Literal["sum", "average", "smallest", "largest", "different"],
        Input("select", gettext_lazy("What"), names=MEASURES),
    ] = "sum"
    property: Annotated[PropertyName, Input("text", gettext_lazy("of the property"))] = "value"
    comparison: Annotated[
        Comparison, Input("select", gettext_lazy("How much"), names=COMPARISONS)
    ] = "at_least"
    amount: Annotated[Amount, Input("number", gettext_lazy("Amount"))] = Decimal(1)

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        total = self._total(rows)
        if self.measure in FROM_NOTHING:
            return totals(asked, rows, total, wanted=self)
        people = rows.group_by("customer_id").aggregate(total=total)
        fitting = people.filter(self.holds(people.total).fill_null(False))  # noqa: FBT003
        return asked.customer.customer_id.isin(fitting.customer_id)

    def sentence(self, asked: Question) -> str:
        return PATTERNS[self.measure] % {
            **self.event_words(),
            "property": quoted(self.property),
            "much": in_words(self.comparison, number(self.amount), number(self.upper or 0)),
            "when": self.when(),
        }

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(self._rows(asked), customer_id)
        return {
            _("Times"): rows.count(),
            str(MEASURES[self.measure]): rows.aggregate(value=self._total(rows)),
        }

    def _rows(self, asked: Question) -> Any:
        rows = self.events(asked)
        return rows.filter(self.in_span(rows.occurred_at, asked))

    def _total(self, rows: Any) -> Any:
        if self.measure == "different":
            text = text_of(rows, self.property)
            return text.nunique(where=text != "")
        value = number_of(rows, self.property)
        if self.measure in {"smallest", "largest"}:
            return value.min() if self.measure == "smallest" else value.max()
        return (value.sum() if self.measure == "sum" else value.mean()).round(DIGITS)
