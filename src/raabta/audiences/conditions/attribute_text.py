from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field, field_validator, model_validator

from raabta.audiences.condition import Choice, Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import PERSON
from raabta.audiences.profile import (
    TEXTS,
    choices_for,
    field_problem,
    label_of,
    seen_text,
    text_of,
)
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for
from raabta.audiences.wording import inside, listed, quoted
from raabta.warehouse.functions import lower

OPERATORS = {
    "is": pgettext_lazy("text operator", "is"),
    "is_not": pgettext_lazy("text operator", "is not"),
    "contains": pgettext_lazy("text operator", "contains"),
    "not_contains": pgettext_lazy("text operator", "does not contain"),
    "starts": pgettext_lazy("text operator", "starts with"),
    "ends": pgettext_lazy("text operator", "ends with"),
    "in": pgettext_lazy("text operator", "is one of"),
    "not_in": pgettext_lazy("text operator", "is none of"),
    "empty": pgettext_lazy("text operator", "is empty"),
    "not_empty": pgettext_lazy("text operator", "is not empty"),
}
ONE_VALUE = ("is", "is_not", "contains", "not_contains", "starts", "ends")
PATTERNS = {
    "is": gettext_lazy("their %(field)s is %(value)s"),
    "is_not": gettext_lazy("their %(field)s is not %(value)s"),
    "contains": gettext_lazy("their %(field)s contains %(value)s"),
    "not_contains": gettext_lazy("their %(field)s does not contain %(value)s"),
    "starts": gettext_lazy("their %(field)s starts with %(value)s"),
    "ends": gettext_lazy("their %(field)s ends with %(value)s"),
    "in": gettext_lazy("their %(field)s is %(value)s"),
    "not_in": gettext_lazy("their %(field)s is not %(value)s"),
    "empty": gettext_lazy("their %(field)s is empty"),
    "not_empty": gettext_lazy("their %(field)s is not empty"),
}


class TextAttribute(Condition):
    """Upper and lower case are the same. What is absent is empty, so "is not" is true of it."""

    key: ClassVar = "attribute_text"
    label: ClassVar = gettext_lazy("Text field")
    group: ClassVar = PERSON
    icon: ClassVar = "text-cursor-input"

    field: Annotated[str, Field(max_length=200), Input("hidden")]
    operator: Annotated[
        Literal[
            "is",
            "is_not",
            "contains",
            "not_contains",
            "starts",
            "ends",
            "in",
            "not_in",
            "empty",
            "not_empty",
        ],
        Input("select", gettext_lazy("Comparison"), names=OPERATORS),
    ] = "is"
    value: Annotated[
        str,
        Field(max_length=300),
        Input("text", gettext_lazy("Value"), when=shown_for("operator", *ONE_VALUE), suggests=True),
    ] = ""
    values: Annotated[
        list[Annotated[str, Field(max_length=300)]],
        Field(max_length=1000),
        Input("texts", gettext_lazy("Values"), when=shown_for("operator", "in", "not_in")),
    ] = []

    @field_validator("field")
    @classmethod
    def _known(cls, field: str) -> str:
        if field_problem(field, TEXTS):
            raise ValueError(_("Choose a field."))
        return field

    @model_validator(mode="after")
    def _value_is_given(self) -> Self:
        if self.operator in ONE_VALUE and not self.value:
            raise ValueError(_("Enter a value."))
        if self.operator in {"in", "not_in"} and not self.values:
            raise ValueError(_("Enter at least one value."))
        return self

    def where(self, asked: Question) -> Any:
        raw = text_of(self.field, asked.customer)
        if self.operator in {"empty", "not_empty"}:
            return (raw == "") if self.operator == "empty" else (raw != "")
        found, value = lower(raw), self.value.lower()
        match self.operator:
            case "is" | "is_not":
                holds = found == value
            case "contains" | "not_contains":
                holds = found.contains(value)
            case "starts":
                holds = found.startswith(value)
            case "ends":
                holds = found.endswith(value)
            case _:
                holds = found.isin([one.lower() for one in self.values])
        return ~holds if self.operator in {"is_not", "not_contains", "not_in"} else holds

    def sentence(self, asked: Question) -> str:
        value = quoted(self.value)
        if self.operator in {"in", "not_in"}:
            value = listed([quoted(one) for one in self.values])
        return PATTERNS[self.operator] % {
            "field": inside(label_of(self.field, asked)),
            "value": value,
        }

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        return seen_text(self.field, asked, customer_id)

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        return choices_for(asked, {"text"}, TEXTS)

    @classmethod
    def suggests(cls, field: str, params: dict[str, Any], asked: Question) -> Any:
        name = str(params.get("field", ""))
        if field not in {"value", "values"} or field_problem(name, TEXTS):
            return None
        return asked.customer.select(value=text_of(name, asked.customer))
