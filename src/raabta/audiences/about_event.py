"""What conditions about one event of somebody's have in common: its name and filters."""

from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.property_filter import PropertyFilter, filtered, filters_in_words, suggested
from raabta.audiences.question import Question
from raabta.audiences.wording import quoted

EventName = Annotated[str, Field(min_length=1, max_length=200)]


class AboutEvent(Condition):
    names: ClassVar[tuple[str, ...]] = ("name",)  # the fields that name events

    name: Annotated[EventName, Input("text", gettext_lazy("Event"), suggests=True)]
    filters: Annotated[
        list[PropertyFilter],
        Field(max_length=5),
        Input("filters", gettext_lazy("Of which it is true that")),
    ] = []

    @classmethod
    def suggests(cls, field: str, params: dict[str, Any], asked: Question) -> Any:
        rows = asked.tables.event
        if field in cls.names:
            return rows.select(value=rows.name)
        return suggested(rows, field, params) if field.startswith("filters.") else None

    def events(self, asked: Question) -> Any:
        """The events of this name that fit the filters, at any time."""
        rows = asked.tables.event
        return filtered(rows.filter(rows.name == self.name), self.filters)

    def event_words(self) -> dict[str, str]:
        """For the pattern of a sentence."""
        return {"event": quoted(self.name), "filters": filters_in_words(self.filters)}
