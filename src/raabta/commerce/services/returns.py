"""The refunds of a returned invoice: one for each order that its lines belong to."""

from collections.abc import Iterable
from itertools import groupby

from raabta.commerce.models import Refund
from raabta.commerce.order_data import LineData, RefundData
from raabta.commerce.services.invoices import Invoice
from raabta.commerce.services.refunds import Purchases
from raabta.workspaces.models import Workspace

Part = tuple[int, list[LineData]]  # an order's id, 0 when unknown, and what came back of it


class KeptParts:
    """How much of each invoice was refunded before, by this import run or by another."""

    def __init__(
        self, workspace: Workspace, source: str, numbers: Iterable[str], run_id: int
    ) -> None:
        mine = Refund.objects.filter(workspace=workspace, source=source)
        runs = dict(mine.filter(number__in=list(numbers)).values_list("number", "import_run_id"))
        self._elsewhere = {number for number, run in runs.items() if run != run_id}
        self._next = {
            number: 1 + mine.filter(number__startswith=f"{number}/").count()
            for number in runs.keys() - self._elsewhere
        }

    def has(self, number: str) -> bool:
        """Whether another run, or a program, told of it: money is not given back twice."""
        return number in self._elsewhere

    def first_free(self, number: str) -> int:
        """The place of the next part; later lines of the same file add to what it brought."""
        return self._next.get(number, 0)


def refunds_of(
    one: Invoice, purchases: Purchases, *, source: str, customer_id: int | None, first: int
) -> list[RefundData]:
    """Parts after the first get a number of their own, counted on from `first`."""
    return [
        RefundData(
            number=one.number_of_part(place),
            source=source,
            customer_id=customer_id,
            order_id=order_id or None,
            refunded_at=one.at,
            currency=one.currency,
            amount_minor=_amount(lines),
            lines=lines,
        )
        for place, (order_id, lines) in enumerate(_parts(one, purchases, customer_id), first)
    ]


def _parts(one: Invoice, purchases: Purchases, customer_id: int | None) -> list[Part]:
    """By order, newest first; whole when a part alone would take money instead of giving it."""
    placed = [(purchases.latest(customer_id, line.sku, one.at) or 0, line) for line in one.lines]
    placed.sort(key=lambda pair: -pair[0])
    parts = [
        (order_id, [_as_sold(line) for _order, line in group])
        for order_id, group in groupby(placed, key=lambda pair: pair[0])
    ]
    if all(_amount(lines) >= 0 for _order, lines in parts):
        return parts
    largest = max(parts, key=lambda part: _amount(part[1]))
    return [(largest[0], [line for _order, lines in parts for line in lines])]


def _as_sold(line: LineData) -> LineData:
    return line._replace(quantity=-line.quantity, total_minor=-line.total_minor)


def _amount(lines: Iterable[LineData]) -> int:
    return sum(line.total_minor for line in lines)
