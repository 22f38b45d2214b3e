"""What the campaign changed: everybody who was to get it against those held out."""

from dataclasses import dataclass

from raabta.campaigns.models import Campaign
from raabta.insights.queries.campaign import messages_of, purchases
from raabta.insights.statistics import Interval, Sample, mean_difference, rate_difference
from raabta.warehouse.queries import fetch

LEAST_GROUP = 30  # people; below this an interval says more about luck than about the campaign
LEAST_BUYERS = 5  # in both groups together


@dataclass(frozen=True)
class Group:
    """One side: people, those who bought, and their revenue in minor units."""

    people: int = 0
    buyers: int = 0
    orders: int = 0
    revenue_minor: int = 0
    squares: float = 0.0

    @property
    def conversion(self) -> float | None:
        return self.buyers / self.people if self.people else None

    @property
    def revenue_each(self) -> float | None:
        """Minor units a person."""
        return self.revenue_minor / self.people if self.people else None


@dataclass(frozen=True)
class Comparison:
    """Both groups, counted from the same moment over the same number of days.

    The mailed group is everybody who was to get the mail, whether or not it arrived, because
    the held-out group cannot be sorted by arrival (intention to treat).
    """

    mailed: Group
    held_out: Group

    @property
    def has_enough(self) -> bool:
        smallest = min(self.mailed.people, self.held_out.people)
        return smallest >= LEAST_GROUP and self.mailed.buyers + self.held_out.buyers >= LEAST_BUYERS

    @property
    def conversion_difference(self) -> Interval:
        mailed, apart = self.mailed, self.held_out
        return rate_difference((mailed.buyers, mailed.people), (apart.buyers, apart.people))

    @property
    def revenue_difference(self) -> Interval | None:
        """Minor units a person."""
        return mean_difference(_sample(self.mailed), _sample(self.held_out))

    @property
    def lift(self) -> float | None:
        """By which share more people bought; None when nobody of the held out did."""
        base, now = self.held_out.conversion, self.mailed.conversion
        return now / base - 1 if base and now is not None else None

    @property
    def incremental_buyers(self) -> Interval:
        """People who bought because of the mail."""
        return _scaled(self.conversion_difference, self.mailed.people)

    @property
    def incremental_revenue(self) -> Interval | None:
        """Minor units."""
        each = self.revenue_difference
        return None if each is None else _scaled(each, self.mailed.people)


def comparison_of(campaign: Campaign) -> Comparison | None:
    """None when nobody was held out."""
    rows = messages_of(campaign)
    rows = rows.filter(rows.state != "refused")
    rows = rows.mutate(is_held=(rows.state == "held_out").ifelse(1, 0))
    sizes = dict(fetch(rows.group_by("is_held").aggregate(people=rows.count())))
    if not sizes.get(1):
        return None
    bought = purchases(campaign, rows, since="planned_at")
    bought = bought.mutate(is_held=(bought.state == "held_out").ifelse(1, 0))
    each = bought.group_by(["is_held", "message_id"]).aggregate(
        orders=bought.order_id.nunique(), revenue=bought.net_minor.sum()
    )
    money = each.revenue.cast("float64")
    totals = fetch(
        each.group_by("is_held").aggregate(
            buyers=each.count(),
            orders=each.orders.sum(),
            revenue=each.revenue.sum(),
            squares=(money * money).sum(),
        )
    )
    groups = {row[0]: row[1:] for row in totals}
    return Comparison(
        mailed=_group(sizes.get(0, 0), groups.get(0)), held_out=_group(sizes[1], groups.get(1))
    )


def _group(people: int, totals: tuple[float, ...] | None) -> Group:
    if totals is None:
        return Group(people=people)
    buyers, orders, revenue, squares = totals
    return Group(people, int(buyers), int(orders), int(revenue), float(squares))


def _sample(group: Group) -> Sample:
    return Sample(group.people, float(group.revenue_minor), group.squares)


def _scaled(interval: Interval, by: int) -> Interval:
    return Interval(interval.estimate * by, interval.low * by, interval.high * by)
