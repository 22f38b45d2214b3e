"""What people are as buyers, by RFM and life cycle: `/buyers`."""

from datetime import date, datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed, demand
from raabta.api.shapes import Body, Id, refuse
from raabta.commerce.models import Buyer, BuyerRules
from raabta.commerce.queries.buyers import last_run, portrait, rules_of, try_limits
from raabta.commerce.services.buyers import change_rules, compute_later

router = Router()


class BuyerOut(Schema):
    customer_id: int
    orders: int
    last_on: date | None
    net_minor: int | None = Field(description="Within the look-back window, less refunds.")
    recency: int | None
    frequency: int | None
    monetary: int | None
    cell: str = Field(description="Such as 5-4-5; empty without scores.")
    segment: str
    stage: str
    stage_on: date


class CellOut(Schema):
    recency: int
    frequency: int
    count: int
    net_minor: int
    segment: str


class PortraitOut(Schema):
    computed_at: datetime | None
    currency: str
    stages: dict[str, int]
    cells: list[CellOut]


class RulesOut(Schema):
    lookback_days: int
    at_risk_days: int | None = Field(description="Null: it follows from the gaps between orders.")
    lapsed_days: int | None


class RulesIn(Body):
    lookback_days: int = Field(365, ge=30, le=3_650)
    at_risk_days: int | None = Field(None, ge=1, le=3_650)
    lapsed_days: int | None = Field(None, ge=2, le=3_650)


class TriedOut(Schema):
    at_risk_days: int
    lapsed_days: int
    median_gap_days: float | None
    stages: dict[str, int]


class Asked(Schema):
    is_new: bool = Field(description="False when a computation waits already.")


@router.get("", response=PortraitOut, summary="Count buyers by stage and RFM")
@allowed("commerce.view")
def index(request: ApiRequest) -> Any:
    workspace = request.auth.workspace
    run, seen = last_run(workspace), portrait(workspace)
    return PortraitOut(
        computed_at=run.computed_at if run else None,
        currency=run.currency if run else workspace.currency,
        stages=seen.stages,
        cells=[CellOut(**vars(cell)) for row in seen.matrix for cell in row],
    )


@router.get("/rules", response=RulesOut, summary="The limits of stages and the window of RFM")
@allowed("commerce.view")
def show_rules(request: ApiRequest) -> Any:
    return RulesOut.from_orm(rules_of(request.auth.workspace))


@router.put("/rules", response=RulesOut, summary="Set limits and window")
@allowed("commerce.edit")
def update_rules(request: ApiRequest, body: RulesIn) -> Any:
    """Everybody is computed anew in the background."""
    _check(body)
    workspace, actor = request.auth.workspace, request.auth.actor
    return RulesOut.from_orm(change_rules(workspace=workspace, actor=actor, **body.model_dump()))


@router.post("/rules/preview", response=TriedOut, summary="Count the stages that limits would give")
@allowed("commerce.view")
def preview_rules(request: ApiRequest, body: RulesIn) -> Any:
    _check(body)
    workspace = request.auth.workspace
    rules = BuyerRules(workspace=workspace, **body.model_dump())
    limits, counts, (median, _gaps) = try_limits(workspace, rules)
    return TriedOut(
        at_risk_days=limits.at_risk,
        lapsed_days=limits.lapsed,
        median_gap_days=median,
        stages=counts,
    )


@router.post("/compute", response={202: Asked}, summary="Compute everybody anew")
@allowed("commerce.edit")
def compute(request: ApiRequest) -> Any:
    made = compute_later(workspace=request.auth.workspace, actor=request.auth.actor)
    return Status(202, Asked(is_new=made is not None))


@router.get("/{int:customer_id}", response=BuyerOut, summary="One customer as a buyer")
@allowed("commerce.view")
def show(request: ApiRequest, customer_id: Id) -> Any:
    """404 for who never bought."""
    demand(request, "customers.view")
    held = Buyer.objects.filter(workspace=request.auth.workspace, customer__deleted_at=None)
    return get_object_or_404(held, customer=customer_id)


def _check(body: RulesIn) -> None:
    if body.at_risk_days and body.lapsed_days and body.at_risk_days >= body.lapsed_days:
        refuse([{"where": "body.lapsed_days", "message": "More days than at_risk_days."}])
