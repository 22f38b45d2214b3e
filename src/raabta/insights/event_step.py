"""An event with filters on its properties, as one step of an analysis."""

from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from raabta.audiences.property_filter import PropertyFilter, filtered, filters_in_words
from raabta.audiences.question import Question
from raabta.audiences.wording import quoted, tidy

MOST_FILTERS = 5


class EventStep(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)
    name: Annotated[str, Field(max_length=200)]
    filters: Annotated[list[PropertyFilter], Field(max_length=MOST_FILTERS)] = []

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if not self.name:
            raise ValueError(_("Choose an event."))
        return self

    def rows(self, asked: Question) -> Any:
        """The events of this name that fit the filters, at any time."""
        rows = asked.tables.event
        return filtered(rows.filter(rows.name == self.name), self.filters)

    def words(self) -> str:
        """Such as “Viewed” whose color is “red”."""
        pattern = _("%(event)s %(filters)s")
        return tidy(
            pattern % {"event": quoted(self.name), "filters": filters_in_words(self.filters)}
        )

    @property
    def label(self) -> str:
        return self.name
