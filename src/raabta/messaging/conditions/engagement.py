from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from pydantic import Field

from raabta.audiences.amounts import COMPARISONS, Amount, Compared, Comparison, in_words
from raabta.audiences.condition import References
from raabta.audiences.controls import Input
from raabta.audiences.facts import any_of, mine, times
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned, shown_for
from raabta.audiences.wording import number, quoted
from raabta.messaging.models import Mailing

DID = {
    "did": pgettext_lazy("engagement", "yes"),
    "did_not": pgettext_lazy("engagement", "no"),
}
WHAT = {
    "sent": pgettext_lazy("engagement", "Was sent a message"),
    "delivered": pgettext_lazy("engagement", "Got a message (sent, not bounced)"),
    "opened": pgettext_lazy("engagement", "Opened a message"),
    "clicked": pgettext_lazy("engagement", "Clicked in a message"),
    "bounced": pgettext_lazy("engagement", "A message bounced"),
    "unsubscribed": pgettext_lazy("engagement", "Unsubscribed"),
    "complained": pgettext_lazy("engagement", "Complained"),
    "held_out": pgettext_lazy("engagement", "Was held out for comparison"),
}
MACHINE = frozenset({"opened", "clicked"})
COUNTED = shown_for("did", "did")


class MessageEngagement(Spanned, Compared):
    """What became of messages. Opens and clicks are those of people, unless told otherwise.

    The span is about the moment it happened: of the sending, the opening, the click.
    """

    key: ClassVar = "message_engagement"
    label: ClassVar = gettext_lazy("Messages and engagement")
    group: ClassVar = gettext_lazy("Messages")
    icon: ClassVar = "mail-open"
    order: ClassVar = ("did", "what", "origin", "comparison", "amount", "upper", "span")

    what: Annotated[
        Literal[
            "sent",
            "delivered",
            "opened",
            "clicked",
            "bounced",
            "unsubscribed",
            "complained",
            "held_out",
        ],
        Input("select", gettext_lazy("What happened"), names=WHAT),
    ] = "opened"
    did: Annotated[
        Literal["did", "did_not"], Input("select", gettext_lazy("Whether"), names=DID)
    ] = "did"
    origin: Annotated[
        str, Field(max_length=40), Input("select", gettext_lazy("Which messages"))
    ] = ""
    with_machines: Annotated[
        bool,
        Input(
            "flag",
            gettext_lazy("Count scanners and privacy proxies too"),
            when=shown_for("what", *MACHINE),
        ),
    ] = False
    comparison: Annotated[
        Comparison,
        Input("select", gettext_lazy("How often"), names=COMPARISONS, when=COUNTED),
    ] = "at_least"
    amount: Annotated[Amount, Input("number", gettext_lazy("Messages"), when=COUNTED)] = Decimal(1)

    @classmethod
    def moved(cls, params: dict[str, Any], there: References) -> dict[str, Any]:
        return {**params, "origin": there.origin(str(params.get("origin", "")))}

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        return times(asked, rows, self) if self.did == "did" else ~any_of(asked, rows)

    def sentence(self, asked: Question) -> str:
        words = {
            "what": self._happened(),
            "which": self._which(),
            "when": self.when(),
            "often": in_words(self.comparison, number(self.amount), number(self.upper or 0)),
        }
        if self.did == "did_not":
            return _("it is not true that they %(what)s %(which)s %(when)s") % words
        if self.comparison == "at_least" and self.amount == 1:
            return _("they %(what)s %(which)s %(when)s") % words
        return (
            ngettext(
                "they %(what)s %(which)s %(often)s time %(when)s",
                "they %(what)s %(which)s %(often)s times %(when)s",
                self.plural,
            )
            % words
        )

    def _happened(self) -> str:
        with_machines = {
            "opened": _("opened (machines counted)"),
            "clicked": _("clicked in (machines counted)"),
        }
        by_people = {
            "sent": _("were sent"),
            "delivered": _("got"),
            "opened": _("opened"),
            "clicked": _("clicked in"),
            "bounced": _("bounced on"),
            "unsubscribed": _("unsubscribed from"),
            "complained": _("complained about"),
            "held_out": _("were held out of"),
        }
        return ({**by_people, **with_machines} if self.with_machines else by_people)[self.what]

    def _which(self) -> str:
        if not self.origin:
            return _("a message")
        found = Mailing.objects.filter(origin=self.origin).first()
        name = quoted(found.name) if found else quoted(self.origin)
        return _("the mailing %(mailing)s") % {"mailing": name}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(self._rows(asked), customer_id)
        return {_("Messages"): rows.count()}

    def _rows(self, asked: Question) -> Any:
        rows = asked.tables.message
        if self.origin:
            rows = rows.filter(rows.origin == self.origin)
        else:
            rows = rows.filter(~rows.origin.startswith("test:"))
        if self.what == "held_out":
            rows = rows.filter(rows.state == "held_out")
        if self.what == "delivered":
            rows = rows.filter(rows.bounced_at.isnull())
        at = self._moment(rows)
        return rows.filter(rows.customer_id.notnull() & at.notnull() & self.in_span(at, asked))

    def _moment(self, rows: Any) -> Any:
        if self.what in {"sent", "delivered"}:
            return rows.sent_at
        if self.what == "held_out":
            return rows.planned_at
        at = rows[f"{self.what}_at"]
        if self.with_machines and self.what in MACHINE:
            return at.coalesce(rows[f"machine_{self.what}_at"])
        return at

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        if field != "origin":
            return []
        found = Mailing.objects.filter(workspace=asked.workspace).order_by("-id")[:200]
        return [("", _("Any message")), *((one.origin, one.name or one.origin) for one in found)]
