from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field

from raabta.audiences.about_event import AboutEvent, EventName
from raabta.audiences.controls import Input
from raabta.audiences.facts import any_of, mine
from raabta.audiences.groups import BEHAVIOUR
from raabta.audiences.property_filter import filtered
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned
from raabta.audiences.wording import number, quoted
from raabta.warehouse.functions import micros

SECONDS = {"minutes": 60, "hours": 3_600, "days": 86_400}
UNITS = {
    "minutes": gettext_lazy("minutes"),
    "hours": gettext_lazy("hours"),
    "days": gettext_lazy("days"),
}
OptionalName = Annotated[str, Field(max_length=200)]


class EventSequence(AboutEvent, Spanned):
    """One event, then another (and a third) soon enough, without a certain one in between.

    The span is about the first event, and so are the filters.
    """

    key: ClassVar = "event_sequence"
    label: ClassVar = gettext_lazy("One event after another")
    group: ClassVar = BEHAVIOUR
    icon: ClassVar = "waypoints"
    order: ClassVar = ("name", "filters", "then", "third", "within", "unit", "without", "span")

    names: ClassVar = ("name", "then", "third", "without")
    name: Annotated[EventName, Input("text", gettext_lazy("First"), suggests=True)]
    then: Annotated[EventName, Input("text", gettext_lazy("then"), suggests=True)]
    third: Annotated[
        OptionalName, Input("text", gettext_lazy("and then (if you like)"), suggests=True)
    ] = ""
    within: Annotated[
        int, Field(ge=1, le=100_000), Input("number", gettext_lazy("within, from the first"))
    ] = 7
    unit: Annotated[
        Literal["minutes", "hours", "days"], Input("select", gettext_lazy("Unit"), names=UNITS)
    ] = "days"
    without: Annotated[
        OptionalName, Input("text", gettext_lazy("without in between (if you like)"), suggests=True)
    ] = ""

    def where(self, asked: Question) -> Any:
        return any_of(asked, self._begun(asked.tables.event, asked))

    def sentence(self, asked: Question) -> str:
        words = {
            **self.event_words(),
            "first": quoted(self.name),
            "then": quoted(self.then),
            "last": quoted(self.third),
            "within": self._within(),
            "when": self.when(),
            "without": quoted(self.without),
        }
        told = (
            _("they did %(first)s %(filters)s %(when)s, then %(then)s and then %(last)s %(within)s")
            if self.third
            else _("they did %(first)s %(filters)s %(when)s and then %(then)s %(within)s")
        ) % words
        if not self.without:
            return told
        return _("%(sequence)s, without %(without)s in between") % {**words, "sequence": told}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = self._begun(mine(asked.tables.event, customer_id), asked)
        return {
            _("Times"): rows.count(),
            _("Last time"): rows.aggregate(value=rows.occurred_at.max()),
        }

    def _within(self) -> str:
        patterns = {
            "minutes": lambda n: ngettext("within %(n)s minute", "within %(n)s minutes", n),
            "hours": lambda n: ngettext("within %(n)s hour", "within %(n)s hours", n),
            "days": lambda n: ngettext("within %(n)s day", "within %(n)s days", n),
        }
        return str(patterns[self.unit](self.within)) % {"n": number(self.within)}

    def _begun(self, events: Any, asked: Question) -> Any:
        """The first events after which all the rest came in time.

        Going backwards, each event learns when the sequence is over at the earliest if it goes on
        after it. The earliest end is in time when any is, and leaves least room in between.
        """
        steps = list(filter(None, (self.then, self.third)))
        rows = events.filter(events.name.isin([self.name, *steps, self.without]))
        rows = rows.mutate(at=micros(rows.occurred_at))
        rows = rows.mutate(over=rows["at"])
        for name in reversed(steps):
            rows = rows.mutate(over=_earliest(rows, name, rows.over))
        if self.without:
            rows = rows.mutate(unwanted=_earliest(rows, self.without, rows["at"]))
            rows = rows.filter(rows.unwanted.isnull() | (rows.unwanted >= rows.over))
        latest = rows["at"] + self.within * SECONDS[self.unit] * 1_000_000
        is_first = (rows.name == self.name) & self.in_span(rows.occurred_at, asked)
        return filtered(rows.filter(is_first & (rows.over <= latest)), self.filters)


def _earliest(rows: Any, name: str, value: Any) -> Any:
    """For each event, the least `value` of this person's later events of a name; else NULL."""
    import ibis

    later = ibis.window(group_by="customer_id", order_by="at", range=(ibis.literal(1), None))
    return ibis.ifelse(rows.name == name, value, ibis.null("int64")).min().over(later)
