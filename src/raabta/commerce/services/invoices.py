"""Sort the lines of a file into invoices, refunds and what is no sale at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from babel.numbers import get_currency_precision

from raabta.commerce.line_rows import LineRow
from raabta.commerce.models import OrderLine
from raabta.commerce.order_data import LineData
from raabta.customers.import_target import ImportContext

SPECIAL = {str(kind) for kind in OrderLine.Kind if kind != OrderLine.Kind.ITEM}


class UnknownKind(ValueError):
    """A special code with a kind that there is not."""


@dataclass(frozen=True)
class Kinds:
    """Which codes are no articles, and how numbers of other bookings begin."""

    codes: dict[str, str]
    cancel_prefix: str = ""
    adjust_prefix: str = ""

    @classmethod
    def of(cls, text: str, cancel_prefix: str = "", adjust_prefix: str = "") -> "Kinds":
        """Raises UnknownKind."""
        codes = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            code, _, kind = (part.strip() for part in line.rpartition("="))
            if kind not in SPECIAL or not code:
                raise UnknownKind(line)
            codes[code.upper()] = kind
        return cls(codes, cancel_prefix, adjust_prefix)

    def of_line(self, sku: str) -> str:
        return self.codes.get(sku.upper(), "item")

    def is_cancelled(self, number: str) -> bool:
        return _begins(number, self.cancel_prefix)

    def is_adjustment(self, number: str) -> bool:
        return _begins(number, self.adjust_prefix)


def _begins(number: str, prefix: str) -> bool:
    return bool(prefix) and number.startswith(prefix) and number[len(prefix) :][:1].isdigit()


@dataclass
class Invoice:
    """The lines of one number in one chunk; `exact` is their sum in millionths."""

    number: str
    rows: list[LineRow]
    factor: int  # millionths in a minor unit
    lines: list[LineData] = field(default_factory=list)
    is_refund: bool = False
    exact: int = 0
    total: int = 0

    @property
    def person(self) -> tuple[str, str]:
        found = next((row for row in self.rows if row.external_id or row.email), self.rows[0])
        return found.external_id, found.email

    @property
    def at(self) -> datetime:
        return moment(self.rows[0].placed_at)

    @property
    def currency(self) -> str:
        return self.rows[0].currency

    @property
    def country(self) -> str:
        return self.rows[0].country

    def number_of_part(self, place: int) -> str:
        return self.number if place == 0 else f"{self.number}/{place + 1}"


@lru_cache(50_000)
def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def sort_lines(rows: Sequence[LineRow], kinds: Kinds, context: ImportContext) -> list[Invoice]:
    """Invoices and refunds of a chunk. What is no sale is set aside, with the reason."""
    found: dict[str, Invoice] = {}
    for row in rows:
        amount = row.quantity * row.unit
        if kinds.is_adjustment(row.number):
            context.reject(row.line, "bad_debt")
            context.notes[f"sum_adjustments:{row.currency}"] += amount
            continue
        cancelled = kinds.is_cancelled(row.number)
        if row.quantity < 0 and row.unit == 0 and not cancelled:
            context.reject(row.line, "stock_adjustment")
            continue
        invoice = found.get(row.number)
        if invoice is None:
            invoice = found[row.number] = Invoice(row.number, [], _factor(row.currency))
            invoice.is_refund = cancelled
        if invoice.rows and invoice.currency != row.currency:
            context.reject(row.line, "mixed_currency")
            context.notes[f"sum_rejected:{row.currency}"] += amount
            continue
        _add(invoice, row, kinds, context)
    for invoice in found.values():
        _settle(invoice, context)
    return list(found.values())


def _add(invoice: Invoice, row: LineRow, kinds: Kinds, context: ImportContext) -> None:
    exact = row.quantity * row.unit
    kind = kinds.of_line(row.sku)
    total = rounded(exact, invoice.factor)
    invoice.rows.append(row)
    invoice.exact += exact
    invoice.total += total
    invoice.lines.append(
        LineData(
            kind, row.sku, row.name, row.quantity, rounded(row.unit, invoice.factor), total,
            row.category,
        )
    )  # fmt: skip
    _note(row, kind, context.notes, is_rounded=exact != total * invoice.factor)


def _note(row: LineRow, kind: str, notes: Counter[str], *, is_rounded: bool) -> None:
    if kind != "item":
        notes[f"{kind}_line"] += 1
    if row.unit == 0:
        notes["free_line"] += 1
    if not row.name:
        notes["no_name"] += 1
    if is_rounded:
        notes["rounded_line"] += 1


def _settle(invoice: Invoice, context: ImportContext) -> None:
    notes = context.notes
    if invoice.is_refund:
        notes["cancelled_line"] += len(invoice.rows)
        if invoice.total > 0:  # a cancellation that takes money: it is a sale
            invoice.is_refund = False
            notes["positive_cancellation"] += 1
    elif invoice.total < 0:
        invoice.is_refund = True
        notes["negative_invoice"] += 1
    seen = {(row.sku, row.quantity, row.unit, row.name) for row in invoice.rows}
    notes["repeated_line"] += len(invoice.rows) - len(seen)


@lru_cache(200)
def _factor(currency: str) -> int:
    return int(10 ** (6 - get_currency_precision(currency)))


def rounded(exact: int, factor: int) -> int:
    """Minor units of millionths, half to even."""
    whole, rest = divmod(exact, factor)
    twice = rest * 2
    return whole + 1 if twice > factor or (twice == factor and whole & 1) else whole
