"""The mailed against those held out: counted by the warehouse, and again by hand."""

from math import sqrt
from statistics import mean, variance

import pytest

from raabta.campaigns.models import Campaign
from raabta.campaigns.services import add_cost
from raabta.insights.queries import comparison_of
from raabta.insights.report import report_of
from raabta.workspaces.actor import SYSTEM
from tests.insights.conftest import DAY, PLANNED, Shop

MAILED = [0] * 24 + [900, 1_100, 1_000, 2_000, 500, 300, 700, 1_500, 800, 1_200, 600, 400]
APART = [0] * 28 + [700, 500]
T_975 = 2.0086  # Student's quantile for 50.0 degrees of freedom, from the tables


@pytest.fixture
def tested(shop: Shop) -> Campaign:
    """36 people mailed, 30 held out; who ordered for what is in the two lists above."""
    campaign = shop.campaign(holdout_percent=45)
    number = 0
    for state, amounts in (("sent", MAILED), ("held_out", APART)):
        for amount in amounts:
            number += 1
            name = f"P{number}"
            shop.message(campaign, name, state)
            if amount:
                shop.order(f"{number}a", name, amount - 100, PLANNED + DAY)
                shop.order(f"{number}b", name, 100, PLANNED + 2 * DAY)
    shop.move()
    return campaign


def test_both_groups_are_counted_from_the_same_moment(spring: Campaign) -> None:
    found = comparison_of(spring)
    assert found
    mailed, apart = found.mailed, found.held_out
    assert (mailed.people, mailed.buyers, mailed.orders) == (12, 5, 6)
    assert mailed.revenue_minor == 700 + 2_500 + 700 + 50 + 80
    assert (apart.people, apart.buyers, apart.orders, apart.revenue_minor) == (2, 1, 1, 400)
    assert not found.has_enough
    assert report_of(spring).added_revenue is None


def test_rates_differ_by_newcombes_interval(tested: Campaign) -> None:
    found = comparison_of(tested)
    assert found
    assert found.has_enough
    p1, p2, z = 12 / 36, 2 / 30, 1.959964
    low1, high1 = wilson(p1, 36, z)
    low2, high2 = wilson(p2, 30, z)
    interval = found.conversion_difference
    assert interval.estimate == pytest.approx(p1 - p2)
    assert interval.low == pytest.approx(p1 - p2 - sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2))
    assert interval.high == pytest.approx(p1 - p2 + sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2))
    assert found.lift == pytest.approx(4)
    buyers = found.incremental_buyers
    assert buyers.estimate == pytest.approx(36 * (p1 - p2))
    assert (buyers.low, buyers.high) == (36 * interval.low, 36 * interval.high)


def wilson(rate: float, size: int, z: float) -> tuple[float, float]:
    """The roots of the score equation (p - rate)^2 = z^2 p (1 - p) / size."""
    a, b, c = 1 + z * z / size, -(2 * rate + z * z / size), rate * rate
    root = sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_revenue_differs_by_welchs_interval(tested: Campaign) -> None:
    found = comparison_of(tested)
    assert found
    one, two = variance(MAILED) / 36, variance(APART) / 30
    freedom = (one + two) ** 2 / (one**2 / 35 + two**2 / 29)
    assert 40 < freedom < 60
    interval = found.revenue_difference
    assert interval
    assert interval.estimate == pytest.approx(mean(MAILED) - mean(APART))
    reach = (interval.high - interval.low) / 2
    assert reach / sqrt(one + two) == pytest.approx(T_975, abs=0.02)
    assert interval.is_clear
    assert (found.mailed.revenue_minor, found.held_out.revenue_minor) == (sum(MAILED), sum(APART))


def test_what_the_mail_added_is_set_against_its_cost(tested: Campaign, shop: Shop) -> None:
    add_cost(
        workspace=shop.workspace,
        actor=SYSTEM,
        campaign=tested,
        label="Pictures",
        amount_minor=4_000,
        is_actual=True,
    )
    report = report_of(tested)
    added = 36 * (mean(MAILED) - mean(APART))
    assert report.added_revenue
    assert report.added_revenue.estimate == pytest.approx(added)
    assert report.incremental_roi == pytest.approx((added - 4_000) / 4_000)


def test_a_campaign_without_holdout_has_nothing_to_compare_with(shop: Shop) -> None:
    campaign = shop.campaign()
    shop.message(campaign, "Ada")
    shop.move()
    report = report_of(campaign)
    assert (report.comparison, report.incremental_roi, report.added_revenue) == (None, None, None)
    assert comparison_of(campaign) is None
