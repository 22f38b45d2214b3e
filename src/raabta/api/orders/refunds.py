"""Money given back for an order."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.orders.shapes import OrderLineIn, OrderRefundOut, orders
from raabta.api.problems import Problem
from raabta.api.shapes import LARGEST_MINOR, Body, HappenedAt, Id, Text
from raabta.commerce.models import Refund
from raabta.commerce.order_data import RefundData
from raabta.commerce.services import record_refund

router = Router()


class RefundIn(Body):
    number: Text = Field(min_length=1, max_length=100, pattern=r"\S", examples=["R-17"])
    refunded_at: HappenedAt
    amount_minor: int = Field(
        ge=1, le=LARGEST_MINOR, description="In the order's currency.", examples=[255]
    )
    lines: list[OrderLineIn] = Field([], max_length=1_000, description="What came back, as sold.")


@router.get("/{int:order_id}/refunds", response=list[OrderRefundOut], summary="Refunds of an order")
@allowed("commerce.view")
def index(request: ApiRequest, order_id: Id) -> Any:
    order = get_object_or_404(orders(request.auth.workspace), pk=order_id)
    held = Refund.objects.filter(workspace=request.auth.workspace, order=order)
    return list(held.order_by("refunded_at", "pk"))


@router.post(
    "/{int:order_id}/refunds",
    response={200: OrderRefundOut, 201: OrderRefundOut},
    summary="Record a refund; repeatable",
)
@allowed("commerce.edit")
def create(request: ApiRequest, order_id: Id, body: RefundIn) -> Any:
    """A refund of the same number is left as it is: 200. Answers 201 when it is new."""
    workspace = request.auth.workspace
    order = get_object_or_404(orders(workspace), pk=order_id)
    number = body.number.strip()
    held = Refund.objects.filter(workspace=workspace, source=order.source, number=number).first()
    if held is not None and held.order_id != order.pk:
        raise Problem(409, f"Refund {number} belongs to another order. Nothing was recorded.")
    refund = RefundData(
        number=number,
        source=order.source,
        customer_id=order.customer_id,
        order_id=order.pk,
        refunded_at=body.refunded_at,
        currency=order.currency,
        amount_minor=body.amount_minor,
        lines=[line.data() for line in body.lines],
    )
    made = record_refund(workspace=workspace, refund=refund)
    return Status(200 if held else 201, OrderRefundOut.from_orm(made))
