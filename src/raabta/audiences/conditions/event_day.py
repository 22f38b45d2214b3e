from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.controls import Input
from raabta.audiences.facts import mine
from raabta.audiences.groups import BEHAVIOUR
from raabta.audiences.property_filter import PropertyFilter, filtered, filters_in_words, suggested
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned
from raabta.audiences.wording import quoted

WHICH = {"first": gettext_lazy("The first time"), "last": gettext_lazy("The last time")}
PATTERNS = {
    "first": gettext_lazy("they did %(event)s %(filters)s for the first time %(when)s"),
    "last": gettext_lazy("they did %(event)s %(filters)s for the last time %(when)s"),
}


class EventDay(Spanned):
    """When somebody first or last did something; who never did it does not fit."""

    key: ClassVar = "event_day"
    label: ClassVar = gettext_lazy("First or last time of an event")
    group: ClassVar = BEHAVIOUR
    icon: ClassVar = "calendar-clock"
    order: ClassVar = ("which", "name", "span")

    which: Annotated[
        Literal["first", "last"], Input("select", gettext_lazy("Which"), names=WHICH)
    ] = "last"
    name: Annotated[
        str,
        Field(min_length=1, max_length=200),
        Input("text", gettext_lazy("Event"), suggests=True),
    ]
    filters: Annotated[
        list[PropertyFilter],
        Field(max_length=5),
        Input("filters", gettext_lazy("Of which it is true that")),
    ] = []

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        people = rows.group_by("customer_id").aggregate(at=self._at(rows))
        fitting = people.filter(self.in_span(people.at, asked))
        return asked.customer.customer_id.isin(fitting.customer_id)

    def sentence(self, asked: Question) -> str:
        return PATTERNS[self.which] % {
            "event": quoted(self.name),
            "filters": filters_in_words(self.filters),
            "when": self.when(),
        }

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(self._rows(asked), customer_id)
        return {str(WHICH[self.which]): rows.aggregate(value=self._at(rows))}

    @classmethod
    def suggests(cls, field: str, params: dict[str, Any], asked: Question) -> Any:
        rows = asked.tables.event
        if field == "name":
            return rows.select(value=rows.name)
        return suggested(rows, field, params) if field.startswith("filters.") else None

    def _rows(self, asked: Question) -> Any:
        rows = asked.tables.event
        return filtered(rows.filter(rows.name == self.name), self.filters)

    def _at(self, rows: Any) -> Any:
        return rows.occurred_at.min() if self.which == "first" else rows.occurred_at.max()
