"""Break a number down by a property of the event or a field of the person: top values, the rest."""

from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field, model_validator

from raabta.audiences.controls import Input
from raabta.audiences.drawable import Text
from raabta.audiences.profile import BUILT_IN, CUSTOM, MOMENTS
from raabta.audiences.profile import text_of as field_of
from raabta.audiences.property_filter import text_of
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for
from raabta.insights.analysis import Analysis

SPLITS = {
    "": pgettext_lazy("breakdown", "Nothing"),
    "property": gettext_lazy("A property of the event"),
    "attribute": gettext_lazy("A field of the person"),
}
FIELDS = {key: label for key, label in BUILT_IN.items() if key not in MOMENTS}


class BrokenDown(Analysis):
    split_fields: ClassVar = ("split", "split_property", "split_field", "top")

    split: Annotated[
        Literal["", "property", "attribute"],
        Input("select", gettext_lazy("Break down by"), names=SPLITS),
    ] = ""
    split_property: Annotated[
        str,
        Field(max_length=80, pattern=r'^[^"\\]*$'),
        Input("text", gettext_lazy("Property"), when=shown_for("split", "property")),
    ] = ""
    split_field: Annotated[
        str,
        Field(max_length=200),
        Input("select", gettext_lazy("Field"), when=shown_for("split", "attribute")),
    ] = "country"
    top: Annotated[
        int,
        Field(ge=1, le=20),
        Input(
            "number",
            gettext_lazy("Most frequent values"),
            when=shown_for("split", "property", "attribute"),
        ),
    ] = 5

    @model_validator(mode="after")
    def _split_is_given(self) -> Self:
        if self.split == "property" and not self.split_property:
            raise ValueError(_("Enter the property to break down by."))
        if self.split == "attribute" and not (
            self.split_field in FIELDS or self.split_field.startswith(CUSTOM)
        ):
            raise ValueError(_("Choose the field to break down by."))
        return self

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Text]]:
        if field != "split_field":
            return super().options_for(field, params, asked)
        own = [
            (CUSTOM + one.key, one.label)
            for one in asked.definitions.values()
            if one.archived_at is None
        ]
        return [*FIELDS.items(), *own]

    def with_value(self, asked: Question, rows: Any) -> Any:
        """Events with the column `value` that they are broken down by."""
        if self.split == "property":
            return rows.mutate(value=text_of(rows, self.split_property))
        return self.with_field(asked, rows)

    def with_field(self, asked: Question, rows: Any) -> Any:
        """Rows about people with their field as `value`."""
        people = asked.customer
        values = people.select("customer_id", value=field_of(self.split_field, people))
        return rows.inner_join(values, "customer_id")


def top_values(rows: Any, size: int) -> Any:
    """A query for the most frequent values of `rows.value`, most frequent first."""
    counted = rows.group_by("value").aggregate(times=rows.count())
    return counted.order_by(counted.times.desc(), counted.value).limit(size).select("value")
