from functools import reduce
from operator import and_, or_
from typing import Annotated, Any, ClassVar, Literal, Self

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from raabta.audiences.condition import Choice, Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import PERSON
from raabta.audiences.profile import CUSTOM, choices_for, label_of, seen_text, text_of
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for
from raabta.audiences.wording import inside, listed, quoted

OPERATORS = {
    "any": gettext_lazy("has any of"),
    "all": gettext_lazy("has all of"),
    "none": gettext_lazy("has none of"),
    "empty": gettext_lazy("is empty"),
    "not_empty": gettext_lazy("is not empty"),
}
PATTERNS = {
    "any": gettext_lazy("their %(field)s includes %(value)s"),
    "all": gettext_lazy("their %(field)s includes %(value)s"),
    "none": gettext_lazy("their %(field)s does not include %(value)s"),
    "empty": gettext_lazy("their %(field)s is empty"),
    "not_empty": gettext_lazy("their %(field)s is not empty"),
}


class ListAttribute(Condition):
    """A custom attribute that holds several values."""

    key: ClassVar = "attribute_list"
    label: ClassVar = gettext_lazy("List field")
    group: ClassVar = PERSON
    icon: ClassVar = "list"

    field: Annotated[str, Field(max_length=200, pattern=r"^attributes\."), Input("hidden")]
    operator: Annotated[
        Literal["any", "all", "none", "empty", "not_empty"],
        Input("select", gettext_lazy("Comparison"), names=OPERATORS),
    ] = "any"
    values: Annotated[
        list[Annotated[str, Field(max_length=300)]],
        Field(max_length=100),
        Input("texts", gettext_lazy("Values"), when=shown_for("operator", "any", "all", "none")),
    ] = []

    @model_validator(mode="after")
    def _values_are_given(self) -> Self:
        if self.operator in {"any", "all", "none"} and not self.values:
            raise ValueError(_("Enter at least one value."))
        return self

    def where(self, asked: Question) -> Any:
        text = text_of(self.field, asked.customer)
        if self.operator in {"empty", "not_empty"}:
            is_empty = text.isin(["", "[]"])
            return is_empty if self.operator == "empty" else ~is_empty
        found = [_includes(text, value) for value in self.values]
        if self.operator == "all":
            return reduce(and_, found)
        some = reduce(or_, found)
        return some if self.operator == "any" else ~some

    def sentence(self, asked: Question) -> str:
        values = [quoted(one) for one in self.values]
        value = listed(values, "standard" if self.operator == "all" else "or")
        return PATTERNS[self.operator] % {
            "field": inside(label_of(self.field, asked)),
            "value": value,
        }

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        return seen_text(self.field, asked, customer_id)

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        return choices_for(asked, {"list"}, {})

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        definition = asked.definitions.get(str(params.get("field", "")).removeprefix(CUSTOM))
        return [(str(one), str(one)) for one in definition.choices] if definition else []


def _includes(text: Any, value: str) -> Any:
    """Whether JSON of a list has the value: a quote inside a value is escaped, so this is exact."""
    written = msgspec.json.encode(value).decode()
    return text.contains(f"[{written}") | text.contains(f",{written}")
