from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from raabta.audiences.about_event import AboutEvent
from raabta.audiences.amounts import COMPARISONS, Amount, Compared, Comparison, in_words
from raabta.audiences.controls import Input
from raabta.audiences.facts import any_of, mine, times
from raabta.audiences.groups import BEHAVIOUR
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned, shown_for
from raabta.audiences.wording import number, quoted
from raabta.warehouse.queries import fetch

DID = {
    "did": pgettext_lazy("event", "did"),
    "did_not": pgettext_lazy("event", "did not"),
}
COUNTED = shown_for("did", "did")


class DidEvent(AboutEvent, Spanned, Compared):
    """An event that happened often enough, or not at all, within a stretch of days."""

    key: ClassVar = "event"
    label: ClassVar = gettext_lazy("Event")
    group: ClassVar = BEHAVIOUR
    icon: ClassVar = "zap"
    order: ClassVar = (
        "did",
        "name",
        "comparison",
        "amount",
        "upper",
        "span",
        "days",
        "start",
        "end",
    )

    did: Annotated[
        Literal["did", "did_not"], Input("select", gettext_lazy("Whether"), names=DID)
    ] = "did"
    comparison: Annotated[
        Comparison,
        Input("select", gettext_lazy("How often"), names=COMPARISONS, when=COUNTED),
    ] = "at_least"
    amount: Annotated[Amount, Input("number", gettext_lazy("Times"), when=COUNTED)] = Decimal(1)
    upper: Annotated[
        Amount | None,
        Input(
            "number",
            gettext_lazy("and"),
            when=(*COUNTED, *shown_for("comparison", "between")),
        ),
    ] = None

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        return times(asked, rows, self) if self.did == "did" else ~any_of(asked, rows)

    def sentence(self, asked: Question) -> str:
        words = {**self.event_words(), "when": self.when()}
        if self.did == "did_not":
            return _("they did not do %(event)s %(filters)s %(when)s") % words
        if self.comparison == "at_least" and self.amount == 1:
            return _("they did %(event)s %(filters)s %(when)s") % words
        often = in_words(self.comparison, number(self.amount), number(self.upper or 0))
        return ngettext(
            "they did %(event)s %(filters)s %(often)s time %(when)s",
            "they did %(event)s %(filters)s %(often)s times %(when)s",
            self.plural,
        ) % {**words, "often": often}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(self._rows(asked), customer_id)
        return {
            _("Times"): rows.count(),
            _("Last time"): rows.aggregate(value=rows.occurred_at.max()),
        }

    def warnings(self, asked: Question) -> list[str]:
        rows = asked.tables.event
        if fetch(rows.filter(rows.name == self.name).select("event_id").limit(1)):
            return []
        return [_("Nobody ever did %(event)s.") % {"event": quoted(self.name)}]

    def _rows(self, asked: Question) -> Any:
        rows = self.events(asked)
        return rows.filter(self.in_span(rows.occurred_at, asked))
