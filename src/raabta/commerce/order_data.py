"""Orders and refunds as they are handed to the services; amounts in minor units."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple


class LineData(NamedTuple):
    """`kind` is one of OrderLine.Kind; a discount has a negative total."""

    kind: str
    sku: str
    name: str
    quantity: int
    unit_minor: int
    total_minor: int
    category: str = ""


class OrderData(NamedTuple):
    number: str
    source: str
    customer_id: int | None
    placed_at: datetime
    currency: str
    country: str
    lines: Sequence[LineData]
    state: str = "placed"
    attributes: Mapping[str, Any] | None = None  # those told of; None takes one away


class RefundData(NamedTuple):
    """Lines and amount are positive, as sold. `order_id` None: the order is not known."""

    number: str
    source: str
    customer_id: int | None
    order_id: int | None
    refunded_at: datetime
    currency: str
    amount_minor: int
    lines: Sequence[LineData]
