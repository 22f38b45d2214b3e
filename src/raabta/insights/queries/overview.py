"""How the shop does: revenue and new customers by week or month, and campaigns compared."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Literal
from zoneinfo import ZoneInfo

from raabta.campaigns.models import Campaign
from raabta.insights.queries.campaign import conditions, purchases
from raabta.kernel import clock
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.workspaces.models import Workspace

Step = Literal["week", "month"]


@dataclass(frozen=True)
class Period:
    """A week or month by its first day; `before` is the value as many periods earlier."""

    begins_on: date
    value: int
    before: int


@dataclass(frozen=True)
class Result:
    """One campaign in a list of campaigns."""

    sent: int = 0
    delivered: int = 0
    opened: int = 0
    clicked: int = 0
    orders: int = 0
    revenue_minor: int = 0


def revenue(workspace: Workspace, step: Step, periods: int) -> list[Period]:
    """Net revenue in the workspace's currency, oldest first; the last period is under way."""
    orders = Tables(workspace.pk).order
    orders = orders.filter(orders.state == "placed", orders.currency == workspace.currency)
    return _by_period(
        workspace,
        orders,
        "placed_at",
        lambda t, is_in: is_in.ifelse(t.net_minor, 0),
        step=step,
        periods=periods,
    )


def new_customers(workspace: Workspace, step: Step, periods: int) -> list[Period]:
    """People by when they first appeared, oldest first."""
    return _by_period(
        workspace,
        _arrivals(workspace),
        "arrived_at",
        lambda _t, is_in: is_in.ifelse(1, 0),
        step=step,
        periods=periods,
    )


def campaign_results(workspace: Workspace, campaigns: Iterable[Campaign]) -> dict[int, Result]:
    """What each campaign did so far; one query for each pair of window and currency."""
    same: dict[tuple[int, str], list[Campaign]] = defaultdict(list)
    for campaign in campaigns:
        same[campaign.attribution_days, campaign.currency].append(campaign)
    found: dict[int, Result] = {}
    for some in same.values():
        found |= _results(workspace, some)
    return found


def _results(workspace: Workspace, campaigns: list[Campaign]) -> dict[int, Result]:
    by_origin = {campaign.origin: campaign for campaign in campaigns}
    rows = Tables(workspace.pk).message
    rows = rows.filter(rows.origin.isin(sorted(by_origin)))
    kinds = conditions(rows)
    names = ("sent", "delivered", "opened", "clicked")
    counts = {name: kinds[name].ifelse(1, 0).sum() for name in names}
    counted = {row[0]: row[1:] for row in fetch(rows.group_by("origin").aggregate(**counts))}
    bought = purchases(campaigns[0], rows, since="sent_at")
    earned = {
        row[0]: row[1:]
        for row in fetch(
            bought.group_by("origin").aggregate(
                orders=bought.order_id.nunique(), revenue=bought.net_minor.sum()
            )
        )
    }
    return {
        campaign.pk: Result(*(int(n or 0) for n in (*counted[origin], *earned.get(origin, (0, 0)))))
        for origin, campaign in by_origin.items()
        if origin in counted
    }


def _arrivals(workspace: Workspace) -> Any:
    """Everybody with `arrived_at`: when they were added, or ordered first, if that was before.

    A shop that brings its history along did not win all its customers on that day.
    """
    tables = Tables(workspace.pk)
    first = tables.order.group_by("customer_id").aggregate(first_at=tables.order.placed_at.min())
    people = tables.customer.select("customer_id", "created_at").left_join(first, "customer_id")
    is_older = people.first_at.notnull() & (people.first_at < people.created_at)
    return people.select(arrived_at=is_older.ifelse(people.first_at, people.created_at))


def _by_period(
    workspace: Workspace,
    rows: Any,
    column: str,
    measure: Callable[[Any, Any], Any],
    *,
    step: Step,
    periods: int,
) -> list[Period]:
    zone = ZoneInfo(workspace.time_zone)
    days = first_days(clock.now().astimezone(zone).date(), step, 2 * periods)
    edges = [_begin(day, zone) for day in days]
    at = rows[column]
    rows = rows.filter(at >= edges[0], at < edges[-1])
    columns = []
    for number, (low, high) in enumerate(pairwise(edges)):
        is_in = (rows[column] >= low) & (rows[column] < high)
        columns.append(measure(rows, is_in).sum().name(f"p{number}"))
    (found,) = fetch(rows.aggregate(columns))
    values = [int(n or 0) for n in found]
    return [Period(days[at + periods], values[at + periods], values[at]) for at in range(periods)]


def first_days(today: date, step: Step, periods: int) -> list[date]:
    """The first day of each of the last `periods` periods, and of the one to come."""
    if step == "week":
        monday = today - timedelta(days=today.weekday())
        return [monday + timedelta(weeks=n) for n in range(1 - periods, 2)]
    month = today.year * 12 + today.month - 1
    return [date((month + n) // 12, (month + n) % 12 + 1, 1) for n in range(1 - periods, 2)]


def _begin(day: date, zone: ZoneInfo) -> datetime:
    """Midnight there, as the engines hold it: UTC without saying so."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Lately:
    """The last 30 days and the 30 days before them."""

    revenue_minor: int = 0
    revenue_before_minor: int = 0
    orders: int = 0
    orders_before: int = 0
    customers: int = 0  # all there are
    new_customers: int = 0
    new_customers_before: int = 0

    @property
    def revenue_change(self) -> float | None:
        return _change(self.revenue_minor, self.revenue_before_minor)

    @property
    def orders_change(self) -> float | None:
        return _change(self.orders, self.orders_before)

    @property
    def customers_change(self) -> float | None:
        return _change(self.new_customers, self.new_customers_before)


def lately(workspace: Workspace) -> Lately:
    """Two questions: one of orders, one of people."""
    now = clock.now().replace(tzinfo=None)
    recent, past = now - timedelta(days=30), now - timedelta(days=60)
    orders = Tables(workspace.pk).order
    orders = orders.filter(
        orders.state == "placed",
        orders.currency == workspace.currency,
        orders.placed_at >= past,
        orders.placed_at <= now,
    )
    is_recent = orders.placed_at >= recent
    ((revenue_now, revenue_past, orders_now, orders_past),) = fetch(
        orders.aggregate(
            revenue=is_recent.ifelse(orders.net_minor, 0).sum(),
            revenue_past=is_recent.ifelse(0, orders.net_minor).sum(),
            orders=is_recent.ifelse(1, 0).sum(),
            orders_past=is_recent.ifelse(0, 1).sum(),
        )
    )
    people = _arrivals(workspace)
    since = people.arrived_at
    ((everybody, new, new_past),) = fetch(
        people.aggregate(
            everybody=people.count(),
            new=(since >= recent).ifelse(1, 0).sum(),
            new_past=((since >= past) & (since < recent)).ifelse(1, 0).sum(),
        )
    )
    found = (revenue_now, revenue_past, orders_now, orders_past, everybody, new, new_past)
    return Lately(*(int(n or 0) for n in found))


def best_campaigns(workspace: Workspace, count: int) -> list[tuple[Campaign, Result]]:
    """Of those launched in the last half year, the ones with the highest revenue."""
    rows = Campaign.objects.filter(
        workspace=workspace,
        launched_at__gte=clock.now() - timedelta(days=182),
        state__in=[Campaign.State.SENDING, Campaign.State.PAUSED, Campaign.State.SENT],
    ).order_by("-launched_at")[:50]
    known = {campaign.pk: campaign for campaign in rows}
    results = campaign_results(workspace, known.values()) if known else {}
    ranked = sorted(results.items(), key=lambda item: (-item[1].revenue_minor, -item[0]))
    return [(known[pk], result) for pk, result in ranked[:count]]


def _change(now: int, before: int) -> float | None:
    return now / before - 1 if before else None
