"""The family of analyses: what people did, asked of the warehouse's events and drawn as a page.

An analysis counts people, each once, over the events of a stretch of days. Every number that
counts people can name them again (`people`), so that it becomes an audience.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from raabta.audiences.condition import References
from raabta.audiences.conditions.in_audience import InAudience
from raabta.audiences.controls import Input
from raabta.audiences.drawable import Drawable, Text
from raabta.audiences.models import Audience
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for, within
from raabta.kernel.registry import Registry

MOST_DAYS = 1_830
Cell = str | int | float | None
SPANS = {
    "last": pgettext_lazy("span", "in the last … days"),
    "between": pgettext_lazy("span", "between two days"),
}
SPAN_FIELDS = ("span", "days", "start", "end", "audience")


class Part(BaseModel):
    """Which people of an answer are meant, such as those who reached the third step."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Analysis(Drawable):
    """One kind of analysis; its fields are its settings, drawn by `controls.Input`."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)
    do_not_call_in_templates: ClassVar = True  # they read the class itself
    key: ClassVar[str]
    label: ClassVar[Text]
    about: ClassVar[Text]  # what it answers, in a sentence
    icon: ClassVar[str]
    position: ClassVar[int] = 50
    part: ClassVar[type[Part]]

    span: Annotated[
        Literal["last", "between"], Input("select", gettext_lazy("When"), names=SPANS)
    ] = "last"
    days: Annotated[
        int,
        Field(ge=1, le=MOST_DAYS),
        Input("number", gettext_lazy("Days"), when=shown_for("span", "last")),
    ] = 90
    start: Annotated[
        date | None,
        Input("date", gettext_lazy("First day"), when=shown_for("span", "between")),
    ] = None
    end: Annotated[
        date | None, Input("date", gettext_lazy("Last day"), when=shown_for("span", "between"))
    ] = None
    audience: Annotated[int | None, Input("select", gettext_lazy("Among"))] = None

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            analyses.register(cls.key, cls)

    @field_validator("start", "end", "audience", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    @model_validator(mode="after")
    def _days_are_given(self) -> Self:
        if self.span == "between":
            if self.start is None or self.end is None:
                raise ValueError(_("Enter the first and the last day."))
            if not 0 <= (self.end - self.start).days < MOST_DAYS:
                raise ValueError(_("The last day is before the first, or too long after it."))
        return self

    def answer(self, asked: Question, *, asker: str = "") -> Any:
        """The frozen answer. Raises QueryStopped when a newer question of `asker` came."""
        raise NotImplementedError

    def people(self, asked: Question, part: Any) -> Any:
        """A table with the column `customer_id`, each once: the people of a part of the answer."""
        raise NotImplementedError

    def sentence(self, asked: Question) -> str:
        """What is asked, in the active language."""
        raise NotImplementedError

    def part_words(self, part: Any, asked: Question) -> str:
        """A clause about "they": what the people of the part did."""
        raise NotImplementedError

    def rows(self, answer: Any) -> Iterator[Sequence[Cell]]:
        """The answer as a table, the headings first; for files."""
        raise NotImplementedError

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Text]]:
        if field != "audience":
            return []
        found = Audience.objects.filter(workspace=asked.workspace, archived_at=None)
        names = ((str(one.pk), one.name) for one in found.order_by("name"))
        return [("", _("Everybody")), *names]

    @classmethod
    def moved(cls, params: dict[str, Any], there: References) -> dict[str, Any]:
        """The settings with what their ids are called elsewhere."""
        held = params.get("audience")
        if not held:
            return params
        return {**params, "audience": there.of("audiences.Audience", held) or 0}

    def bounds(self, asked: Question) -> tuple[date, date]:
        """The first and the last day."""
        if self.span == "between" and self.start and self.end:
            return self.start, self.end
        return asked.days_ago(self.days - 1), asked.today

    def in_span(self, column: Any, asked: Question) -> Any:
        return within(column, asked, *self.bounds(asked))

    def everybody(self, asked: Question) -> Any:
        """The people who may be counted: all that are there, or those of the audience."""
        if self.audience is None:
            return asked.customer
        return asked.customer.filter(InAudience(audience=self.audience).where(asked))

    def among(self, asked: Question, rows: Any) -> Any:
        """The rows of people who may be counted."""
        return rows.filter(rows.customer_id.isin(self.everybody(asked).customer_id))

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_defaults=True)


analyses: Registry[Analysis] = Registry("analyses")


def in_order() -> list[type[Analysis]]:
    return sorted(analyses.members(), key=lambda one: one.position)


def parse(key: str, params: dict[str, Any]) -> Analysis:
    """Raises UnknownMember or pydantic.ValidationError."""
    return analyses.build(key, params)


def part_of(analysis: Analysis, told: str) -> Part:
    """Raises pydantic.ValidationError."""
    return analysis.part.model_validate_json(told)


def written(part: Part) -> str:
    """A part as text, such as an address carries it."""
    return json.dumps(part.model_dump(mode="json", exclude_defaults=True), separators=(",", ":"))
