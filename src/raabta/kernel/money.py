"""Money is an integer of minor units with an ISO 4217 currency."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import get_currency_precision


@dataclass(frozen=True)
class Money:
    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> "Money":
        """From major units, rounded half to even at the currency's own precision."""
        return cls(minor=to_minor(amount, currency), currency=currency)

    @property
    def amount(self) -> Decimal:
        """In major units."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))


def to_minor(amount: Decimal, currency: str) -> int:
    scaled = amount.scaleb(get_currency_precision(currency))
    return int(scaled.to_integral_value(ROUND_HALF_EVEN))


def set_apart(written: str, symbol: str) -> str:
    """Babel joins a symbol of letters to its number (PKR1); readers want a space there."""
    if not symbol[-1].isalpha():
        return written
    found = re.escape(symbol)
    return re.sub(rf"(?<=\w){found}|{found}(?=\w)", _with_space, written)


def _with_space(match: re.Match[str]) -> str:
    text, whole = match.group(), match.string
    before = "\u00a0" if match.start() and whole[match.start() - 1].isalnum() else ""
    after = "\u00a0" if match.end() < len(whole) and whole[match.end()].isalnum() else ""
    return f"{before}{text}{after}"
