from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from raabta.audiences.codes import name_of, names_for
from raabta.audiences.condition import Choice, Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import PERSON
from raabta.audiences.profile import (
    CODES,
    CUSTOM,
    choices_for,
    field_problem,
    label_of,
    seen_text,
    text_of,
)
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for
from raabta.audiences.wording import inside, listed

OPERATORS = {
    "in": gettext_lazy("is one of"),
    "not_in": gettext_lazy("is none of"),
    "empty": gettext_lazy("is empty"),
    "not_empty": gettext_lazy("is not empty"),
}
PATTERNS = {
    "in": gettext_lazy("their %(field)s is %(value)s"),
    "not_in": gettext_lazy("their %(field)s is not %(value)s"),
    "empty": gettext_lazy("their %(field)s is empty"),
    "not_empty": gettext_lazy("their %(field)s is not empty"),
}


class ChoiceAttribute(Condition):
    """Country, language (Urdu is also Urdu as spoken in India) or a custom list of choices."""

    key: ClassVar = "attribute_choice"
    label: ClassVar = gettext_lazy("Choice field")
    group: ClassVar = PERSON
    icon: ClassVar = "list-checks"

    field: Annotated[str, Field(max_length=200), Input("hidden")]
    operator: Annotated[
        Literal["in", "not_in", "empty", "not_empty"],
        Input("select", gettext_lazy("Comparison"), names=OPERATORS),
    ] = "in"
    values: Annotated[
        list[Annotated[str, Field(max_length=300)]],
        Field(max_length=300),
        Input("choices", gettext_lazy("Values"), when=shown_for("operator", "in", "not_in")),
    ] = []

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if field_problem(self.field, CODES):
            raise ValueError(_("Choose a field."))
        if self.operator in {"in", "not_in"} and not self.values:
            raise ValueError(_("Choose at least one value."))
        return self

    def where(self, asked: Question) -> Any:
        value = text_of(self.field, asked.customer)
        if self.operator in {"empty", "not_empty"}:
            return (value == "") if self.operator == "empty" else (value != "")
        found = value.isin(self.values)
        if self.field == "language":
            for one in self.values:
                found |= value.startswith(f"{one}-")
        return found if self.operator == "in" else ~found

    def sentence(self, asked: Question) -> str:
        names = [name_of(self.field, one) for one in self.values]
        field = inside(label_of(self.field, asked))
        return PATTERNS[self.operator] % {"field": field, "value": listed(names)}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        return seen_text(self.field, asked, customer_id)

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        return choices_for(asked, {"choice"}, CODES)

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        about = str(params.get("field", ""))
        if about in CODES:
            return names_for(about, get_language() or "en")
        definition = asked.definitions.get(about.removeprefix(CUSTOM))
        return [(str(one), str(one)) for one in definition.choices] if definition else []
