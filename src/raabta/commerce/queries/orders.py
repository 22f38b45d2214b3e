"""The list of orders: search, filters, and pages that stay fast with millions of rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from raabta.commerce.models import Order
from raabta.customers.queries import find_people
from raabta.workspaces.models import Workspace

MOST_PEOPLE = 200
LAST = "\U0010ffff"
SORTS = {"placed_at": "placed_at", "total": "total_minor", "number": "number"}


@dataclass(frozen=True)
class OrderFilter:
    search: str = ""
    state: str = ""
    money: str = ""  # refunded, anonymous
    since: datetime | None = None
    until: datetime | None = None


def find_orders(workspace: Workspace, asked: OrderFilter) -> QuerySet[Order]:
    """Orders in no order yet; see `page_of_orders`."""
    rows = Order.objects.filter(workspace=workspace)
    if asked.search:
        rows = rows.filter(_matches(workspace, asked.search.strip()))
    if asked.state in Order.State.values:
        rows = rows.filter(state=asked.state)
    if asked.money == "refunded":
        rows = rows.filter(refunded_minor__gt=0)
    if asked.money == "anonymous":
        rows = rows.filter(customer=None)
    if asked.since:
        rows = rows.filter(placed_at__gte=asked.since)
    if asked.until:
        rows = rows.filter(placed_at__lt=asked.until)
    return rows


def _matches(workspace: Workspace, text: str) -> Q:
    """The number's beginning, or a person's name, address or id. Both use an index."""
    found = number_begins(text)
    people = [person.pk for person in find_people(workspace, text, MOST_PEOPLE)]
    return found | Q(customer__in=people) if people else found


def number_begins(text: str) -> Q:
    """Numbers that begin so, as typed or in capitals ("c536379"); a range uses the index."""
    found = Q(number__gte=text, number__lt=text + LAST)
    capitals = text.upper()
    return (
        found if capitals == text else found | Q(number__gte=capitals, number__lt=capitals + LAST)
    )


@dataclass(frozen=True)
class OrderPage:
    orders: list[Order]
    previous: str
    following: str


def page_of_orders(
    rows: QuerySet[Order], *, sort: str, after: str = "", before: str = "", size: int = 50
) -> OrderPage:
    """One page by key, not by offset. `sort` is a key of SORTS, with "-" for descending.

    A cursor is the id of the row beside the page.
    """
    field, descending = SORTS.get(sort.lstrip("-"), "placed_at"), sort.startswith("-")
    backwards = bool(before)
    edge = Order.objects.filter(pk=_number(before or after)).first()
    if edge is not None:
        rows = rows.filter(_beyond(field, edge, later=descending == backwards))
    turn = "-" if descending != backwards else ""
    found = list(
        rows.select_related("customer").order_by(f"{turn}{field}", f"{turn}id")[: size + 1]
    )
    is_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_previous = is_more if backwards else edge is not None
    has_next = True if backwards else is_more
    return OrderPage(
        found,
        str(found[0].pk) if found and has_previous else "",
        str(found[-1].pk) if found and has_next else "",
    )


def _beyond(field: str, edge: Order, *, later: bool) -> Q:
    value: Any = getattr(edge, field)
    side = "gt" if later else "lt"
    # the first condition lets the index narrow the range
    return Q(**{f"{field}__{side}e": value}) & (
        Q(**{f"{field}__{side}": value}) | Q(**{f"id__{side}": edge.pk})
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def net() -> Any:
    return F("total_minor") - F("refunded_minor")
