"""What an order looks like from outside, and how a body becomes an order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field

from raabta.api.attributes.values import AttributeValues
from raabta.api.customers.known import Who
from raabta.api.shapes import LARGEST_MINOR, Body, Currency, HappenedAt, Minor, Text
from raabta.commerce.models import Order, OrderLine, Refund
from raabta.commerce.order_data import LineData, OrderData
from raabta.workspaces.models import Workspace

MOST_LINES = 1_000
LARGEST_QUANTITY = 1_000_000
SOURCE = "api"


class OrderLineOut(Schema):
    position: int
    kind: str
    product_id: int | None
    sku: str
    name: str
    quantity: int
    unit_minor: int
    total_minor: int


class OrderRefundOut(Schema):
    id: int
    number: str
    source: str
    order_id: int | None
    customer_id: int | None
    refunded_at: datetime
    currency: str
    amount_minor: int
    lines: list[dict[str, Any]]


class OrderOut(Schema):
    """Money in minor units of `currency`; `net_minor` is the total less refunds."""

    id: int
    number: str
    source: str
    customer_id: int | None
    state: str
    placed_at: datetime
    currency: str
    country: str
    total_minor: int
    refunded_minor: int
    net_minor: int
    attributes: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class WholeOrderOut(OrderOut):
    lines: list[OrderLineOut]
    refunds: list[OrderRefundOut]


class OrderLineIn(Body):
    kind: Literal["item", "shipping", "discount", "fee", "adjustment"] = "item"
    sku: Text = Field("", max_length=100, examples=["85123A"])
    name: Text = Field(
        min_length=1, max_length=300, pattern=r"\S", examples=["White hanging heart"]
    )
    quantity: int = Field(1, ge=-LARGEST_QUANTITY, le=LARGEST_QUANTITY)
    unit_minor: Minor = Field(examples=[255])
    total_minor: Minor | None = Field(
        None, description="Quantity times unit, if absent; below zero for a discount."
    )
    category: Text = Field("", max_length=100)

    @property
    def total(self) -> int:
        return self.quantity * self.unit_minor if self.total_minor is None else self.total_minor

    def data(self) -> LineData:
        return LineData(
            kind=self.kind,
            sku=self.sku.strip(),
            name=self.name.strip(),
            quantity=self.quantity,
            unit_minor=self.unit_minor,
            total_minor=self.total,
            category=self.category.strip(),
        )


class OrderFacts(Who):
    """Say who bought by customer_id, external_id or email; without any it is anonymous."""

    number: Text = Field(min_length=1, max_length=100, pattern=r"\S", examples=["536365"])
    placed_at: HappenedAt
    currency: Currency
    country: Text = Field("", pattern=r"^([A-Z]{2})?$", examples=["PK"])
    state: Literal["placed", "cancelled"] = "placed"
    lines: list[OrderLineIn] = Field(min_length=1, max_length=MOST_LINES)
    attributes: AttributeValues = Field(
        {}, examples=[{}], description="The workspace's own; those that are absent stay."
    )

    def problem(self, customer_id: int | None) -> str:
        """Why it cannot be kept; empty when it can."""
        if self.is_somebody and customer_id is None:
            return "There is no such customer."
        totals = [line.total for line in self.lines]
        if any(abs(total) > LARGEST_MINOR for total in totals):
            return "A line's total is too large."
        return "The total is below zero." if sum(totals) < 0 else ""

    def data(
        self, source: str, customer_id: int | None, attributes: Mapping[str, Any]
    ) -> OrderData:
        return OrderData(
            number=self.number.strip(),
            source=source,
            customer_id=customer_id,
            placed_at=self.placed_at,
            currency=self.currency,
            country=self.country,
            lines=[line.data() for line in self.lines],
            state=self.state,
            attributes=attributes,
        )


def orders(workspace: Workspace) -> QuerySet[Order]:
    return Order.objects.filter(workspace=workspace)


def shape(rows: Sequence[Order]) -> list[OrderOut]:
    return [OrderOut.from_orm(row) for row in rows]


def whole(rows: Sequence[Order]) -> list[WholeOrderOut]:
    """Orders with their lines and refunds."""
    ids = [row.pk for row in rows]
    lines, refunds = defaultdict(list), defaultdict(list)
    for line in OrderLine.objects.filter(order__in=ids).order_by("position"):
        lines[line.order_id].append(OrderLineOut.from_orm(line))
    for refund in Refund.objects.filter(order__in=ids).order_by("refunded_at", "pk"):
        refunds[refund.order_id].append(OrderRefundOut.from_orm(refund))
    return [
        WholeOrderOut(
            **OrderOut.from_orm(row).model_dump(), lines=lines[row.pk], refunds=refunds[row.pk]
        )
        for row in rows
    ]
