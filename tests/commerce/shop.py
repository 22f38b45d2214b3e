"""What the tests of commerce share: lines, orders and refunds with sensible defaults."""

from datetime import UTC, datetime, timedelta
from typing import Any

from raabta.commerce.models import Order, Refund
from raabta.commerce.order_data import LineData, OrderData, RefundData
from raabta.commerce.services.recording import record_order, record_refund
from raabta.customers.models import Customer
from raabta.kernel import clock
from raabta.workspaces.models import Workspace

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def line(sku: str = "A1", quantity: int = 1, unit: int = 1_000, **more: Any) -> LineData:
    total = more.pop("total", quantity * unit)
    values = {"kind": "item", "name": sku.title(), **more}
    return LineData(sku=sku, quantity=quantity, unit_minor=unit, total_minor=total, **values)


def order(number: str = "1", *lines: LineData, days: int = 0, **more: Any) -> OrderData:
    values = {"source": "shop", "customer_id": None, "currency": "PKR", "country": "PK", **more}
    at = values.pop("at", NOON + timedelta(days=days))
    return OrderData(number=number, placed_at=at, lines=list(lines) or [line()], **values)


def placed(workspace: Workspace, number: str = "1", *lines: LineData, **more: Any) -> Order:
    return record_order(workspace=workspace, order=order(number, *lines, **more))


def refunded(workspace: Workspace, order: Order | None, amount: int, **more: Any) -> Refund:
    values = {
        "number": "R1",
        "source": "shop",
        "customer_id": order.customer_id if order else None,
        "order_id": order.pk if order else None,
        "refunded_at": NOON + timedelta(days=9),
        "currency": order.currency if order else "PKR",
        "lines": [],
        **more,
    }
    return record_refund(workspace=workspace, refund=RefundData(amount_minor=amount, **values))


def person(workspace: Workspace, name: str = "Ada") -> Customer:
    now = clock.now()
    return Customer.objects.create(
        workspace=workspace, first_name=name, created_at=now, updated_at=now
    )
