"""A campaign's report: what was sent, what came back, what it earned and cost."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import Costs, costs_of
from raabta.insights.queries import (
    Comparison,
    Delivery,
    Sales,
    comparison_of,
    delivery_of,
    sales_of,
)
from raabta.insights.statistics import Interval
from raabta.kernel import clock


@dataclass(frozen=True)
class CampaignReport:
    """Money in minor units of the campaign's currency."""

    campaign: Campaign
    delivery: Delivery
    sales: Sales
    comparison: Comparison | None
    costs: Costs

    @property
    def roi(self) -> float | None:
        """Return on investment: (revenue - cost) / cost."""
        return _return(self.sales.revenue_minor, self.costs.minor)

    @property
    def incremental_roi(self) -> float | None:
        """The same with what the mail added, as the held-out group tells."""
        added = self.comparison.incremental_revenue if self.comparison else None
        return None if added is None else _return(added.estimate, self.costs.minor)

    @property
    def cost_per_order_minor(self) -> int | None:
        return round(self.costs.minor / self.sales.orders) if self.sales.orders else None

    @property
    def added_revenue(self) -> Interval | None:
        enough = self.comparison is not None and self.comparison.has_enough
        return self.comparison.incremental_revenue if enough and self.comparison else None

    @property
    def counts_until(self) -> datetime | None:
        """When the last reader's window closes; None while mails are still sent."""
        if self.campaign.finished_at is None:
            return None
        return self.campaign.finished_at + timedelta(days=self.campaign.attribution_days)

    @property
    def is_counting(self) -> bool:
        until = self.counts_until
        return until is None or until > clock.now()


def report_of(campaign: Campaign) -> CampaignReport:
    return CampaignReport(
        campaign=campaign,
        delivery=delivery_of(campaign),
        sales=sales_of(campaign),
        comparison=comparison_of(campaign) if campaign.holdout_percent else None,
        costs=costs_of(campaign),
    )


def _return(earned: float, cost: int) -> float | None:
    return (earned - cost) / cost if cost else None
