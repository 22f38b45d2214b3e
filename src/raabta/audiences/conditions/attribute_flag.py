from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.condition import Choice, Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import PERSON
from raabta.audiences.profile import choices_for, label_of, seen_text, text_of
from raabta.audiences.question import Question
from raabta.audiences.wording import inside

OPERATORS = {
    "yes": gettext_lazy("is yes"),
    "no": gettext_lazy("is no"),
    "empty": gettext_lazy("is empty"),
    "not_empty": gettext_lazy("is not empty"),
}
PATTERNS = {
    "yes": gettext_lazy("their %(field)s is yes"),
    "no": gettext_lazy("their %(field)s is no"),
    "empty": gettext_lazy("their %(field)s is empty"),
    "not_empty": gettext_lazy("their %(field)s is not empty"),
}


class FlagAttribute(Condition):
    """The answer no is a stored no; who was never asked is "empty"."""

    key: ClassVar = "attribute_flag"
    label: ClassVar = gettext_lazy("Yes or no field")
    group: ClassVar = PERSON
    icon: ClassVar = "toggle-left"

    field: Annotated[str, Field(max_length=200, pattern=r"^attributes\."), Input("hidden")]
    operator: Annotated[
        Literal["yes", "no", "empty", "not_empty"],
        Input("select", gettext_lazy("Comparison"), names=OPERATORS),
    ] = "yes"

    def where(self, asked: Question) -> Any:
        value = text_of(self.field, asked.customer)
        match self.operator:
            case "yes":
                return value == "true"
            case "no":
                return value == "false"
            case "empty":
                return value == ""
        return value != ""

    def sentence(self, asked: Question) -> str:
        return PATTERNS[self.operator] % {"field": inside(label_of(self.field, asked))}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        return seen_text(self.field, asked, customer_id)

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        return choices_for(asked, {"boolean"}, {})
