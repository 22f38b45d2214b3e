from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, field_validator, model_validator

from raabta.audiences.amounts import COMPARISONS, Amount, compare, in_words
from raabta.audiences.condition import Choice, Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import PERSON
from raabta.audiences.numbers import number_in_text
from raabta.audiences.profile import (
    choices_for,
    compared_as,
    currency_of,
    field_problem,
    inside_json,
    label_of,
    seen_text,
    text_of,
)
from raabta.audiences.question import Question
from raabta.audiences.spans import shown_for
from raabta.audiences.wording import inside, money, number

EMPTY = {"empty": gettext_lazy("is empty"), "not_empty": gettext_lazy("is not empty")}
ONE_NUMBER = ("at_least", "at_most", "more_than", "less_than", "exactly", "not", "between")


class NumberAttribute(Condition):
    """What is absent or no number fits no comparison but "other than"."""

    key: ClassVar = "attribute_number"
    label: ClassVar = gettext_lazy("Number field")
    group: ClassVar = PERSON
    icon: ClassVar = "hash"

    field: Annotated[str, Field(max_length=200), Input("hidden")]
    operator: Annotated[
        Literal[
            "at_least",
            "at_most",
            "more_than",
            "less_than",
            "exactly",
            "not",
            "between",
            "empty",
            "not_empty",
        ],
        Input("select", gettext_lazy("Comparison"), names={**COMPARISONS, **EMPTY}),
    ] = "at_least"
    amount: Annotated[
        Amount,
        Input("number", gettext_lazy("Number"), when=shown_for("operator", *ONE_NUMBER)),
    ] = Decimal(0)
    upper: Annotated[
        Amount | None,
        Input("number", gettext_lazy("and"), when=shown_for("operator", "between")),
    ] = None

    @field_validator("upper", mode="before")
    @classmethod
    def _no_upper(cls, value: Any) -> Any:
        return None if value == "" else value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if field_problem(self.field, {}):
            raise ValueError(_("Choose a field."))
        if self.operator == "between" and (self.upper is None or self.upper < self.amount):
            raise ValueError(_("Enter a second number that is not below the first."))
        return self

    def where(self, asked: Question) -> Any:
        value = _amount(self.field, asked, asked.customer)
        if self.operator in {"empty", "not_empty"}:
            return value.isnull() if self.operator == "empty" else value.notnull()
        holds = compare(value, self.operator, self.amount, self.upper or Decimal(0))
        return holds | value.isnull() if self.operator == "not" else holds

    def sentence(self, asked: Question) -> str:
        field = inside(label_of(self.field, asked))
        if self.operator == "empty":
            return _("their %(field)s is empty") % {"field": field}
        if self.operator == "not_empty":
            return _("their %(field)s is not empty") % {"field": field}
        amount = in_words(
            self.operator, _written(self.field, asked, self.amount),
            _written(self.field, asked, self.upper or Decimal(0)),
        )  # fmt: skip
        return _("their %(field)s is %(value)s") % {"field": field, "value": amount}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        if compared_as(self.field, asked) == "money":
            person = asked.customer.filter(asked.customer.customer_id == customer_id)
            return {
                label_of(self.field, asked): person.select(value=_amount(self.field, asked, person))
            }
        return seen_text(self.field, asked, customer_id)

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        return choices_for(asked, {"number", "money"}, {})


def _amount(field: str, asked: Question, customer: Any) -> Any:
    """The number to compare: of money, its amount in major units."""
    if compared_as(field, asked) != "money":
        return number_in_text(text_of(field, customer))
    minor = number_in_text(inside_json(field, "minor", customer))
    return minor / 10 ** get_currency_precision(currency_of(field, asked))


def _written(field: str, asked: Question, amount: Decimal) -> str:
    if compared_as(field, asked) == "money":
        return money(amount, currency_of(field, asked))
    return number(amount)
