from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from pydantic import Field, field_validator

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.facts import any_of, mine
from raabta.audiences.groups import MEMBERSHIP
from raabta.audiences.question import Question
from raabta.audiences.wording import inside, quoted
from raabta.customers.models import Topic
from raabta.customers.models.topics import PREFIX
from raabta.customers.purposes import CHANNELS
from raabta.customers.purposes import label_of as name_of
from raabta.customers.queries.topics import topics

STATES = {
    "granted": gettext_lazy("has chosen it"),
    "withdrawn": gettext_lazy("does not want it"),
    "unknown": gettext_lazy("never answered"),
}
PATTERNS = {
    "granted": gettext_lazy("they chose the topic %(topic)s by %(channel)s"),
    "withdrawn": gettext_lazy("they do not want the topic %(topic)s by %(channel)s"),
    "unknown": gettext_lazy("they never answered about the topic %(topic)s by %(channel)s"),
}


class TopicChosen(Condition):
    """What they answered about a topic, whether it asks for a yes or a no."""

    key: ClassVar = "topic"
    label: ClassVar = gettext_lazy("Topic")
    group: ClassVar = MEMBERSHIP
    icon: ClassVar = "bookmark"

    state: Annotated[
        Literal["granted", "withdrawn", "unknown"],
        Input("select", gettext_lazy("State"), names=STATES),
    ] = "granted"
    topic: Annotated[str, Field(max_length=24), Input("select", gettext_lazy("Topic"))]
    channel: Annotated[str, Field(max_length=20), Input("select", gettext_lazy("Channel"))] = (
        "email"
    )

    @field_validator("topic", mode="before")
    @classmethod
    def _is_chosen(cls, value: Any) -> Any:
        if not value:
            raise ValueError(_("Choose a topic."))
        return value

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        if self.state == "unknown":
            return ~any_of(asked, rows.filter(rows.state.isin(["granted", "withdrawn"])))
        return any_of(asked, rows.filter(rows.state == self.state))

    def sentence(self, asked: Question) -> str:
        found = self._topic(asked)
        name = quoted(found.name_in(get_language() or "")) if found else _("(deleted)")
        channel = inside(name_of(CHANNELS, self.channel))
        return PATTERNS[self.state] % {"topic": name, "channel": channel}

    def warnings(self, asked: Question) -> list[str]:
        found = self._topic(asked)
        if found is None:
            return [_("There is no such topic; nobody has answered about it.")]
        if found.archived_at is not None:
            return [_("This topic was put away; the answers still count.")]
        return []

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        return {str(self.label): mine(self._rows(asked), customer_id).aggregate(
            value=lambda rows: rows.state.max()
        )}  # fmt: skip

    def _rows(self, asked: Question) -> Any:
        rows = asked.tables.consent
        return rows.filter((rows.purpose == PREFIX + self.topic) & (rows.channel == self.channel))

    def _topic(self, asked: Question) -> Topic | None:
        return topics(asked.workspace).filter(key=self.topic).first()

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        if field == "channel":
            return list(CHANNELS.items())
        if field != "topic":
            return []
        language = get_language() or asked.workspace.language
        offered = topics(asked.workspace).filter(archived_at=None)
        return [("", _("Choose…")), *((one.key, one.name_in(language)) for one in offered)]
