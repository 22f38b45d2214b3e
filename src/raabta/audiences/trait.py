"""The family of traits: what is known of a person because of what they did.

A trait yields its Ibis expression for many people at once and its sentence from the same settings.
Who has no such rows (events; another context may bring other ones) has no value.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from pydantic import BaseModel, ConfigDict, Field

from raabta.audiences.property_filter import (
    PropertyFilter,
    PropertyName,
    filtered,
    filters_in_words,
    number_of,
    text_of,
)
from raabta.audiences.question import Question
from raabta.audiences.spans import SPANS, within
from raabta.audiences.wording import number, quoted
from raabta.kernel.registry import Registry
from raabta.warehouse.warehouse_tables.event import TYPED

Value = str | int | float | bool | dict[str, Any] | None  # as attributes keep them
LARGEST = 1e15  # as for numbers that somebody writes down
LONGEST = 2_000
DIGITS = 6  # engines add in another order, which shows in the last digits


class Trait(BaseModel):
    """One value for each person, from the rows about them within a window of days."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    key: ClassVar[str]
    label: ClassVar[str | Promise]
    kind: ClassVar[str]  # of the attribute that holds the values
    source: ClassVar[str]  # of which the rows are; what `note_due` is told when they change
    group: ClassVar[str | Promise]  # under which the editor offers it
    moment: ClassVar[str]  # the column that the window of days looks at
    flips_daily: ClassVar[bool] = False  # whether the values change with the day alone

    span: Literal["ever", "last"] = "ever"
    days: Annotated[int, Field(ge=1, le=36_500)] = 30

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "key" in cls.__dict__:
            traits.register(cls.key, cls)

    def values(self, asked: Question, among: Any = None) -> Any:
        """An Ibis table (customer_id, value); of those only whose ids are `among`, a column."""
        rows = self.rows(asked)
        if among is not None:
            rows = rows.filter(rows.customer_id.isin(among))
        if self.span == "last":
            rows = rows.filter(within(rows[self.moment], asked, asked.days_ago(self.days), None))
        return self.of(rows)

    def rows(self, asked: Question) -> Any:
        """The rows that count, of known people, of all time; they have a `customer_id`."""
        raise NotImplementedError

    def of(self, rows: Any) -> Any:
        """One row (customer_id, value) a person from their rows."""
        raise NotImplementedError

    def read(self, raw: Any, asked: Question) -> Value:
        """The value to store, from what the engine returned; None for nothing."""
        return round_number(raw) if self.kind == "number" else raw

    def sentence(self) -> str:
        """What the value is, in the active language."""
        raise NotImplementedError

    @property
    def moves_with_time(self) -> bool:
        return self.flips_daily or self.span == "last"

    def words(self) -> dict[str, str]:
        """The parts that every sentence is made of."""
        return {"when": self._when()}

    def _when(self) -> str:
        if self.span == "ever":
            return str(SPANS["ever"])
        text = ngettext("in the last %(days)s day", "in the last %(days)s days", self.days)
        return text % {"days": number(self.days)}


class EventTrait(Trait):
    """A trait of somebody's events of one name."""

    source: ClassVar = "event"
    group: ClassVar = gettext_lazy("Events")
    moment: ClassVar = "occurred_at"

    name: Annotated[str, Field(min_length=1, max_length=200)]
    filters: Annotated[list[PropertyFilter], Field(max_length=5)] = []

    def rows(self, asked: Question) -> Any:
        rows = asked.tables.event
        rows = rows.filter((rows.name == self.name) & (rows.customer_id > 0))
        return filtered(rows, self.filters)

    def words(self) -> dict[str, str]:
        return {
            **super().words(),
            "event": quoted(self.name),
            "filters": filters_in_words(self.filters),
        }


class PropertyTrait(EventTrait):
    """A trait of a property of the events."""

    property: PropertyName

    def words(self) -> dict[str, str]:
        return {**super().words(), "property": quoted(self.property)}

    def with_text(self, rows: Any) -> Any:
        """The rows that have the property, as `text`."""
        if TYPED.get(self.property, "").startswith("float"):  # engines write such a one differently
            found = rows.mutate(text=rows[self.property])
            return found.filter(found.text.notnull())
        found = rows.mutate(text=text_of(rows, self.property))
        return found.filter(found.text != "")

    def with_number(self, rows: Any) -> Any:
        """The rows whose property is a number, as `amount`."""
        found = rows.mutate(amount=number_of(rows, self.property))
        return found.filter(found.amount.abs() <= LARGEST)


traits: Registry[Trait] = Registry("traits")


def trait_from(stored: dict[str, Any]) -> Trait:
    """The trait that a definition keeps. Raises UnknownMember or pydantic.ValidationError."""
    return traits.build(stored["key"], stored["params"])


def stored(trait: Trait) -> dict[str, Any]:
    return {"key": trait.key, "params": trait.model_dump(mode="json")}


def by_person(rows: Any, value: Any) -> Any:
    """An aggregate for each person."""
    return rows.group_by("customer_id").aggregate(value=value)


def outermost(rows: Any, value: Any, *, last: bool) -> Any:
    """The value of each person's first or last event; of two at one moment, the one taken later."""
    import ibis

    keys = (rows.occurred_at, rows.event_id)
    order = [ibis.desc(key) if last else key for key in keys]
    window = ibis.window(group_by="customer_id", order_by=order)
    ranked = rows.select("customer_id", value=value, place=ibis.row_number().over(window))
    return ranked.filter(ranked.place == 0).select("customer_id", "value")


def foremost(rows: Any, weight: Any) -> Any:
    """Each person's `text` of the greatest weight, an aggregate; of equal ones the first by its
    letters.
    """
    import ibis

    weighed = rows.group_by("customer_id", "text").aggregate(weight=weight)
    window = ibis.window(group_by="customer_id", order_by=[ibis.desc("weight"), "text"])
    ranked = weighed.select("customer_id", value=weighed.text, place=ibis.row_number().over(window))
    return ranked.filter(ranked.place == 0).select("customer_id", "value")


def as_text(raw: Any) -> str:
    """A property's value as it is stored."""
    return str(round_number(raw)) if isinstance(raw, float) else str(raw)[:LONGEST]


def round_number(raw: Any) -> int | float | None:
    if raw is None or not abs(raw) <= LARGEST:
        return None
    found = round(float(raw), DIGITS)
    return int(found) if found.is_integer() else found


def day_of(raw: datetime, asked: Question) -> str:
    """The day it was at the workspace; the engines' moments are UTC."""
    at = raw if raw.tzinfo else raw.replace(tzinfo=UTC)
    return at.astimezone(asked.zone).date().isoformat()
