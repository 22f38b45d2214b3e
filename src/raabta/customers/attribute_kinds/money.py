import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from raabta.customers.attribute_kind import AttributeKind, InvalidValue, wrong
from raabta.customers.attribute_kinds.number import ascii_digits, in_order, within
from raabta.customers.control import Control
from raabta.customers.models import AttributeDefinition
from raabta.kernel.money import Money

WRITTEN = re.compile(
    r"(?:([A-Za-z]{3})\s*)?([+-]?[0-9][0-9,  ]*(?:\.[0-9]+)?)(?:\s*([A-Za-z]{3}))?"
)
LARGEST = Decimal(10**13)
Limit = Annotated[float | None, Field(ge=-1e13, le=1e13, allow_inf_nan=False)]


class MoneyKind(AttributeKind):
    """An amount in the one currency of its definition, so that all can be compared.

    Kept as {"minor", "currency"}.
    """

    key: ClassVar = "money"
    label: ClassVar = gettext_lazy("Money")
    position: ClassVar = 9
    compared_as: ClassVar = "money"
    cell: ClassVar = "money"
    control: ClassVar = "number"
    sample: ClassVar = {"minor": 125_000, "currency": "PKR"}

    currency: Annotated[
        str,
        Field(pattern=r"^([A-Z]{3})?$"),
        Control(
            gettext_lazy("Currency"),
            gettext_lazy("Left empty, it is the workspace's."),
            widget="currency",
        ),
    ] = ""
    least: Annotated[Limit, Control(gettext_lazy("At least"))] = None
    most: Annotated[Limit, Control(gettext_lazy("At most"))] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.least, self.most)
        return self

    def parse(self, about: AttributeDefinition, raw: Any) -> dict[str, Any]:
        wanted_currency = self.currency or about.workspace.currency
        amount, currency = _read(about, raw, wanted_currency)
        if currency and currency != wanted_currency:
            words = _("%(label)s is kept in %(wanted)s, not in %(given)s.")
            marks = {"label": about.label, "wanted": wanted_currency, "given": currency}
            raise InvalidValue(words % marks)
        within(about, float(amount), self.least, self.most)
        money = Money.of(amount, wanted_currency)
        return {"minor": money.minor, "currency": money.currency}

    def text(self, value: Any) -> str:
        money = self.shown(value)
        return f"{money.amount} {money.currency}" if isinstance(money, Money) else str(value)

    def in_message(self, value: Any) -> str:
        return self.text(value)

    def shown(self, value: Any) -> Any:
        try:
            return Money(int(value["minor"]), str(value["currency"]))
        except (TypeError, KeyError, ValueError):
            return value


def _read(about: AttributeDefinition, raw: Any, currency: str) -> tuple[Decimal, str]:
    """Amount in major units and the currency that was named, if any."""
    problem = wrong(about, raw, _("an amount such as 1250.50"))
    if isinstance(raw, bool):
        raise problem
    if isinstance(raw, dict):
        named = str(raw.get("currency") or "").upper()
        if isinstance(minor := raw.get("minor"), int) and not isinstance(minor, bool):
            return _sized(Money(minor, named or currency).amount, problem), named
        raw = raw.get("amount")
    found = WRITTEN.fullmatch(ascii_digits(str(raw).strip()))
    if found is None:
        raise problem
    number = re.sub(r"[,\s]", "", found[2])
    try:
        return _sized(Decimal(number), problem), (found[1] or found[3] or "").upper()
    except InvalidOperation:
        raise problem from None


def _sized(amount: Decimal, problem: InvalidValue) -> Decimal:
    if abs(amount) > LARGEST:
        raise problem
    return amount
