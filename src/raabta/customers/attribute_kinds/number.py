import re
import unicodedata
from typing import Annotated, Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from raabta.customers.attribute_kind import AttributeKind, BadRules, InvalidValue, wrong
from raabta.customers.control import Control
from raabta.customers.models import AttributeDefinition

LARGEST = 1e15
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
Limit = Annotated[float | None, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]


class Number(AttributeKind):
    key: ClassVar = "number"
    label: ClassVar = gettext_lazy("Number")
    position: ClassVar = 2
    compared_as: ClassVar = "number"
    cell: ClassVar = "number"
    control: ClassVar = "number"
    shown_as: ClassVar = "number"
    sample: ClassVar = 3

    least: Annotated[Limit, Control(gettext_lazy("At least"))] = None
    most: Annotated[Limit, Control(gettext_lazy("At most"))] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.least, self.most)
        return self

    def parse(self, about: AttributeDefinition, raw: Any) -> int | float:
        number = number_in(raw)
        if number is None:
            raise wrong(about, raw, _("a number"))
        within(about, number, self.least, self.most)
        return number


def number_in(raw: Any) -> int | float | None:
    """A number that a text holds, in digits of any script; None for anything else."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return _sized(raw)
    text = ascii_digits(str(raw).strip()).replace("\u00a0", "").replace(" ", "")
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        return _sized(float(text))
    except ValueError:
        return None


def _sized(number: float) -> int | float | None:
    """A whole number where it is one; None for what is too large, or none."""
    if not abs(number) <= LARGEST:  # also true of NaN
        return None
    return int(number) if number == int(number) else number


def ascii_digits(text: str) -> str:
    """Digits of any script as ASCII ones."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c, c)) for c in text)


def in_order(least: Any, most: Any, field: str = "most") -> None:
    """Raises BadRules when the limits leave nothing between them."""
    if least is not None and most is not None and most < least:
        raise BadRules(field, _("The upper limit is below the lower one."))


def within(about: AttributeDefinition, value: Any, least: Any, most: Any) -> None:
    """Raises InvalidValue for a value outside its limits."""
    if least is not None and value < least:
        words = _("%(label)s must be at least %(least)s.")
        raise InvalidValue(words % {"label": about.label, "least": _plain(least)})
    if most is not None and value > most:
        words = _("%(label)s must be at most %(most)s.")
        raise InvalidValue(words % {"label": about.label, "most": _plain(most)})


def _plain(limit: Any) -> str:
    return f"{limit:g}" if isinstance(limit, float) else str(limit)
