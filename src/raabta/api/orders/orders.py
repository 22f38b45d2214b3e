"""List and show orders; record one, or many."""

from collections import Counter
from typing import Any, Literal

from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.attributes.values import (
    AttributeValues,
    attributes_from,
    known_attributes,
    parsed,
    with_needed,
)
from raabta.api.customers.known import ids_of
from raabta.api.orders.shapes import (
    SOURCE,
    OrderFacts,
    OrderOut,
    WholeOrderOut,
    orders,
    shape,
    whole,
)
from raabta.api.problems import Problem
from raabta.api.shapes import Body, Id, Moment, Page, PageQuery, Text, page_of
from raabta.commerce.order_data import OrderData
from raabta.commerce.services import record_order
from raabta.commerce.services.attributes import edit_order_attributes
from raabta.commerce.services.orders import save_orders
from raabta.customers.models import AttributeDefinition
from raabta.workspaces.models import Workspace

router = Router()
MOST = 1_000
SUBJECT = AttributeDefinition.Subject.ORDER


class OrderIn(OrderFacts):
    source: Text = Field(
        SOURCE, min_length=1, max_length=60, description="The shop; numbers are unique within it."
    )


class OrdersIn(Body):
    source: Text = Field(SOURCE, min_length=1, max_length=60)
    orders: list[OrderFacts] = Field(min_length=1, max_length=MOST)


class OrderQuery(PageQuery):
    number: Text = Field("", max_length=100)
    source: Text = Field("", max_length=60)
    customer_id: Id | None = None
    state: Literal["", "placed", "cancelled"] = ""
    placed_since: Moment | None = None
    placed_before: Moment | None = None
    updated_since: Moment | None = None


class OrderOutcome(Schema):
    row: int = Field(description="Its place in `orders`, from 0.")
    number: str
    outcome: Literal["created", "updated", "unchanged", "rejected"]
    id: int | None
    message: str | None


class OrdersOut(Schema):
    counts: dict[str, int]
    rows: list[OrderOutcome]


@router.get("", response=Page[OrderOut], summary="List orders")
@allowed("commerce.view")
def index(request: ApiRequest, query: Query[OrderQuery]) -> Any:
    asked = {
        "number": query.number,
        "source": query.source,
        "customer": query.customer_id,
        "state": query.state,
        "placed_at__gte": query.placed_since,
        "placed_at__lt": query.placed_before,
        "updated_at__gte": query.updated_since,
    }
    wanted = {field: value for field, value in asked.items() if value}
    return page_of(orders(request.auth.workspace).filter(**wanted), query, shape)


@router.get("/{int:order_id}", response=WholeOrderOut, summary="One order with lines and refunds")
@allowed("commerce.view")
def show(request: ApiRequest, order_id: Id) -> Any:
    return whole([get_object_or_404(orders(request.auth.workspace), pk=order_id)])[0]


class OrderChange(Body):
    attributes: AttributeValues = Field(
        examples=[{}], description="Absent ones stay as they are; null clears one."
    )


@router.patch("/{int:order_id}", response=WholeOrderOut, summary="Change an order's attributes")
@allowed("commerce.edit")
def update(request: ApiRequest, order_id: Id, body: OrderChange) -> Any:
    """What was bought is recorded anew, under the same number."""
    workspace = request.auth.workspace
    held = get_object_or_404(orders(workspace), pk=order_id)
    values = attributes_from(workspace, SUBJECT, body.attributes)
    order = edit_order_attributes(
        workspace=workspace, actor=request.auth.actor, order_id=held.pk, values=values
    )
    return whole([order])[0]


@router.post(
    "", response={200: WholeOrderOut, 201: WholeOrderOut}, summary="Record an order; repeatable"
)
@allowed("commerce.edit")
def create(request: ApiRequest, body: OrderIn) -> Any:
    """An order of the same source and number is replaced. Answers 201 when it is new, else 200."""
    workspace = request.auth.workspace
    (customer_id,) = ids_of(workspace, [body])
    if says := body.problem(customer_id):
        raise Problem(422, f"{says} Nothing was recorded.")
    given = body.attributes
    if not _is_known(workspace, body):
        given = with_needed(workspace, SUBJECT, given)
    attributes = attributes_from(workspace, SUBJECT, given)
    order = body.data(body.source.strip() or SOURCE, customer_id, attributes)
    with transaction.atomic():
        is_new = not _is_known(workspace, body)
        made = record_order(workspace=workspace, order=order)
    return Status(201 if is_new else 200, whole([made])[0])


@router.post("/bulk", response=OrdersOut, summary="Record up to 1,000 orders; repeatable")
@allowed("commerce.edit")
def create_many(request: ApiRequest, body: OrdersIn) -> Any:
    """Orders that cannot be kept are rejected with the reason; the others are saved together."""
    workspace, source = request.auth.workspace, body.source.strip() or SOURCE
    ids = ids_of(workspace, body.orders)
    good: dict[str, OrderData] = {}
    refused: dict[int, str] = {}
    known = known_attributes(workspace, SUBJECT)
    for row, (facts, customer_id) in enumerate(zip(body.orders, ids, strict=True)):
        attributes, errors = parsed(known, facts.attributes)
        order = facts.data(source, customer_id, attributes)
        says = facts.problem(customer_id)
        if errors:
            says = " ".join(f"{key}: {text}" for key, text in errors.items())
        if order.number in good:
            says = "The number came before in this call."
        if says:
            refused[row] = says
        else:
            good[order.number] = order
    saved = save_orders(workspace=workspace, orders=list(good.values()))
    rows = []
    for row, facts in enumerate(body.orders):
        number = facts.number.strip()
        verb = "rejected" if row in refused else saved.verbs[number]
        rows.append(
            OrderOutcome(
                row=row,
                number=number,
                outcome=verb,  # type: ignore[arg-type]
                id=None if row in refused else saved.ids[number],
                message=refused.get(row),
            )
        )
    return OrdersOut(counts=Counter(one.outcome for one in rows), rows=rows)


def _is_known(workspace: Workspace, body: OrderIn) -> bool:
    source = body.source.strip() or SOURCE
    return orders(workspace).filter(source=source, number=body.number.strip()).exists()
