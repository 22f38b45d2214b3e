"""The numbers of a campaign's report."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from ninja import Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.campaigns.shapes import campaign_with
from raabta.api.shapes import Id
from raabta.insights.queries import Comparison, Delivery
from raabta.insights.report import report_of
from raabta.insights.statistics import Interval

router = Router()


class Range(Schema):
    """An estimate with its 95% interval."""

    estimate: float
    low: float
    high: float


class DeliveryOut(Schema):
    """People by what became of their message; opens and clicks by machines are kept apart."""

    planned: int
    sent: int
    delivered: int
    waiting: int
    bounced: int
    failed: int
    refused: int
    cancelled: int
    unknown: int
    held_out: int
    opened: int
    clicked: int
    machine_opened: int
    machine_clicked: int
    unsubscribed: int
    complained: int


class SalesOut(Schema):
    buyers: int
    orders: int
    revenue_minor: int


class ComparisonOut(Schema):
    """Everybody who was to get the mail against those held out, over the same days."""

    mailed_people: int
    mailed_buyers: int
    held_out_people: int
    held_out_buyers: int
    has_enough: bool = Field(description="Whether the groups are large enough to say anything.")
    conversion_difference: Range
    incremental_buyers: Range
    incremental_revenue_minor: Range | None


class CostsOut(Schema):
    planned_minor: int
    actual_minor: int


class ReportOut(Schema):
    """Money in minor units of `currency`."""

    campaign_id: int
    currency: str
    attribution_days: int
    delivery: DeliveryOut
    sales: SalesOut
    comparison: ComparisonOut | None = Field(description="Null when nobody was held out.")
    costs: CostsOut
    roi: float | None = Field(description="(revenue - cost) / cost")
    cost_per_order_minor: int | None
    counts_until: datetime | None = Field(description="When the last window closes.")


@router.get("/{int:campaign_id}/report", response=ReportOut, summary="The numbers of the report")
@allowed("insights.view")
def show(request: ApiRequest, campaign_id: Id) -> Any:
    campaign = campaign_with(request.auth.workspace, campaign_id)
    report = report_of(campaign)
    return ReportOut(
        campaign_id=campaign.pk,
        currency=campaign.currency,
        attribution_days=campaign.attribution_days,
        delivery=_delivery(report.delivery),
        sales=SalesOut(
            buyers=report.sales.buyers,
            orders=report.sales.orders,
            revenue_minor=report.sales.revenue_minor,
        ),
        comparison=_comparison(report.comparison) if report.comparison else None,
        costs=CostsOut(
            planned_minor=report.costs.planned_minor, actual_minor=report.costs.actual_minor
        ),
        roi=report.roi,
        cost_per_order_minor=report.cost_per_order_minor,
        counts_until=report.counts_until,
    )


def _delivery(found: Delivery) -> DeliveryOut:
    counts = {field.name: getattr(found, field.name) for field in fields(found)}
    return DeliveryOut(**counts, delivered=found.delivered)


def _comparison(found: Comparison) -> ComparisonOut:
    return ComparisonOut(
        mailed_people=found.mailed.people,
        mailed_buyers=found.mailed.buyers,
        held_out_people=found.held_out.people,
        held_out_buyers=found.held_out.buyers,
        has_enough=found.has_enough,
        conversion_difference=_range(found.conversion_difference),
        incremental_buyers=_range(found.incremental_buyers),
        incremental_revenue_minor=(
            _range(found.incremental_revenue) if found.incremental_revenue else None
        ),
    )


def _range(found: Interval) -> Range:
    return Range(estimate=found.estimate, low=found.low, high=found.high)
