from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext_lazy

from raabta.audiences.about_event import AboutEvent
from raabta.audiences.controls import Input
from raabta.audiences.facts import mine
from raabta.audiences.groups import BEHAVIOUR
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned

WHICH = {"first": gettext_lazy("The first time"), "last": gettext_lazy("The last time")}
PATTERNS = {
    "first": gettext_lazy("they did %(event)s %(filters)s for the first time %(when)s"),
    "last": gettext_lazy("they did %(event)s %(filters)s for the last time %(when)s"),
}


class EventDay(AboutEvent, Spanned):
    """When somebody first or last did something; who never did it does not fit."""

    key: ClassVar = "event_day"
    label: ClassVar = gettext_lazy("First or last time of an event")
    group: ClassVar = BEHAVIOUR
    icon: ClassVar = "calendar-clock"
    order: ClassVar = ("which", "name", "span")

    which: Annotated[
        Literal["first", "last"], Input("select", gettext_lazy("Which"), names=WHICH)
    ] = "last"

    def where(self, asked: Question) -> Any:
        rows = self.events(asked)
        people = rows.group_by("customer_id").aggregate(at=self._at(rows))
        fitting = people.filter(self.in_span(people.at, asked))
        return asked.customer.customer_id.isin(fitting.customer_id)

    def sentence(self, asked: Question) -> str:
        return PATTERNS[self.which] % {**self.event_words(), "when": self.when()}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(self.events(asked), customer_id)
        return {str(WHICH[self.which]): rows.aggregate(value=self._at(rows))}

    def _at(self, rows: Any) -> Any:
        return rows.occurred_at.min() if self.which == "first" else rows.occurred_at.max()
