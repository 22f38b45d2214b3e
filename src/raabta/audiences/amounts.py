"""Comparing numbers: how often, how much."""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field, field_validator, model_validator

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.spans import shown_for

COMPARISONS = {
    "at_least": pgettext_lazy("comparison", "at least"),
    "at_most": pgettext_lazy("comparison", "at most"),
    "more_than": pgettext_lazy("comparison", "more than"),
    "less_than": pgettext_lazy("comparison", "less than"),
    "exactly": pgettext_lazy("comparison", "exactly"),
    "not": pgettext_lazy("comparison", "other than"),
    "between": pgettext_lazy("comparison", "between"),
}
Comparison = Literal["at_least", "at_most", "more_than", "less_than", "exactly", "not", "between"]
MOST = Decimal(10**12)
Amount = Annotated[Decimal, Field(ge=-MOST, le=MOST, allow_inf_nan=False)]


class Compared(Condition):
    """A condition that compares a number of facts."""

    comparison: Annotated[
        Comparison, Input("select", gettext_lazy("How many"), names=COMPARISONS)
    ] = "at_least"
    amount: Annotated[Amount, Input("number", gettext_lazy("Number"))] = Decimal(1)
    upper: Annotated[
        Amount | None,
        Input("number", gettext_lazy("and"), when=shown_for("comparison", "between")),
    ] = None

    @field_validator("upper", mode="before")
    @classmethod
    def _no_upper(cls, value: Any) -> Any:
        return None if value == "" else value

    @model_validator(mode="after")
    def _upper_is_given(self) -> Self:
        if self.comparison == "between" and (self.upper is None or self.upper < self.amount):
            raise ValueError(_("Enter a second number that is not below the first."))
        return self

    def holds(self, value: Any, scale: int = 1) -> Any:
        """Whether a number fits, after multiplying ours (minor units: 100)."""
        return compare(
            value, self.comparison, self.amount * scale, (self.upper or Decimal(0)) * scale
        )

    def holds_for_zero(self) -> bool:
        return fits(Decimal(0), self.comparison, self.amount, self.upper or Decimal(0))

    @property
    def plural(self) -> int:
        """The number that decides about the plural form."""
        return int(self.upper or 0) if self.comparison == "between" else int(self.amount)


def compare(value: Any, comparison: str, amount: Decimal, upper: Decimal) -> Any:
    low, high = _literal(amount), _literal(upper)
    tests = {
        "at_least": lambda: value >= low,
        "at_most": lambda: value <= low,
        "more_than": lambda: value > low,
        "less_than": lambda: value < low,
        "exactly": lambda: value == low,
        "not": lambda: value != low,
        "between": lambda: (value >= low) & (value <= high),
    }
    return tests[comparison]()


def fits(value: Decimal, comparison: str, amount: Decimal, upper: Decimal) -> bool:
    """The same for a plain number."""
    return bool(
        {
            "at_least": value >= amount,
            "at_most": value <= amount,
            "more_than": value > amount,
            "less_than": value < amount,
            "exactly": value == amount,
            "not": value != amount,
            "between": amount <= value <= upper,
        }[comparison]
    )


def in_words(comparison: str, amount: str, upper: str) -> str:
    """Such as "at least 3" or "between 3 and 5"."""
    patterns = {
        "at_least": _("at least %(amount)s"),
        "at_most": _("at most %(amount)s"),
        "more_than": _("more than %(amount)s"),
        "less_than": _("less than %(amount)s"),
        "exactly": _("exactly %(amount)s"),
        "not": _("other than %(amount)s"),
        "between": _("between %(amount)s and %(upper)s"),
    }
    return patterns[comparison] % {"amount": amount, "upper": upper}


def _literal(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
