from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.facts import any_of, mine
from raabta.audiences.groups import MEMBERSHIP
from raabta.audiences.question import Question
from raabta.audiences.wording import inside
from raabta.customers.purposes import CHANNELS, PURPOSES
from raabta.customers.purposes import label_of as name_of
from raabta.customers.queries.topics import purpose_names

STATES = {
    "granted": gettext_lazy("has consented"),
    "withdrawn": gettext_lazy("has withdrawn it"),
    "unknown": gettext_lazy("was never asked"),
}
PATTERNS = {
    "granted": gettext_lazy("they consented to %(purpose)s by %(channel)s"),
    "withdrawn": gettext_lazy("they withdrew consent to %(purpose)s by %(channel)s"),
    "unknown": gettext_lazy("they were never asked about %(purpose)s by %(channel)s"),
}


class ConsentGiven(Condition):
    """Where the consent ledger says they stand now."""

    key: ClassVar = "consent"
    label: ClassVar = gettext_lazy("Consent")
    group: ClassVar = MEMBERSHIP
    icon: ClassVar = "shield-check"

    state: Annotated[
        Literal["granted", "withdrawn", "unknown"],
        Input("select", gettext_lazy("State"), names=STATES),
    ] = "granted"
    purpose: Annotated[str, Field(max_length=30), Input("select", gettext_lazy("Purpose"))] = (
        "marketing"
    )
    channel: Annotated[str, Field(max_length=20), Input("select", gettext_lazy("Channel"))] = (
        "email"
    )

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        if self.state == "unknown":
            known = rows.filter(rows.state.isin(["granted", "withdrawn"]))
            return ~any_of(asked, known)
        return any_of(asked, rows.filter(rows.state == self.state))

    def sentence(self, asked: Question) -> str:
        return PATTERNS[self.state] % {
            "purpose": inside(name_of(purpose_names(asked.workspace), self.purpose)),
            "channel": inside(name_of(CHANNELS, self.channel)),
        }

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        return {str(self.label): mine(self._rows(asked), customer_id).aggregate(
            value=lambda rows: rows.state.max()
        )}  # fmt: skip

    def _rows(self, asked: Question) -> Any:
        rows = asked.tables.consent
        return rows.filter((rows.purpose == self.purpose) & (rows.channel == self.channel))

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        return list({"purpose": PURPOSES, "channel": CHANNELS}.get(field, {}).items())
