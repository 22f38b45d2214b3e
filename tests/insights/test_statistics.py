"""Intervals against figures of the literature and against integrals done by hand."""

from math import gamma, pi, sqrt

import pytest

from raabta.insights.statistics import (
    Sample,
    mean_difference,
    rate_difference,
    student_quantile,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "size", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_wilsons_interval_is_that_of_newcombes_first_paper(
    hits: int, size: int, low: float, high: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17, 1998, pages 857 to 872, table I, method 3."""
    found = wilson(hits, size)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.estimate == hits / size


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1),
        ((10, 10), (0, 10), 0.6075, 1),
    ],
)
def test_differences_of_rates_are_those_of_newcombes_second_paper(
    one: tuple[int, int], two: tuple[int, int], low: float, high: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17, 1998, pages 873 to 890, table II, method 10."""
    found = rate_difference(one, two)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.estimate == one[0] / one[1] - two[0] / two[1]
    assert found.is_clear == (low > 0 or high < 0)


def test_nobody_asked_leaves_everything_possible() -> None:
    found = wilson(0, 0)
    assert (found.low, found.high) == (0, 1)
    assert not rate_difference((0, 0), (3, 10)).is_clear


@pytest.mark.parametrize(
    ("freedom", "table"),
    [(3, 3.1824), (5, 2.5706), (10, 2.2281), (29, 2.0452), (60, 2.0003), (120, 1.9799)],
)
def test_students_quantile_is_that_of_the_tables(freedom: int, table: float) -> None:
    assert student_quantile(0.975, freedom) == pytest.approx(table, rel=0.003)


@pytest.mark.parametrize("freedom", [4.5, 14.70588, 33.3])
def test_students_quantile_leaves_the_right_share_of_the_density(freedom: float) -> None:
    """Simpson's rule over the density, which the expansion knows nothing of."""
    edge, steps = student_quantile(0.975, freedom), 2_000
    scale = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))
    heights = [
        scale * (1 + (edge * n / steps) ** 2 / freedom) ** (-(freedom + 1) / 2)
        for n in range(steps + 1)
    ]
    area = heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    assert 0.5 + area * edge / steps / 3 == pytest.approx(0.975, abs=2e-4)


def sample(values: list[float]) -> Sample:
    return Sample(len(values), sum(values), sum(value**2 for value in values))


def test_equal_spreads_give_students_own_interval() -> None:
    """Both variances are 11 among 11 people, so there are 20 degrees of freedom: t is 2.0860."""
    low, high = [float(n) for n in range(11)], [float(n) for n in range(100, 111)]
    found = mean_difference(sample(high), sample(low))
    assert found
    assert sample(low).variance == pytest.approx(11)
    assert found.estimate == 100
    assert (found.low, found.high) == pytest.approx((100 - 2.9500, 100 + 2.9500), abs=1e-3)


def test_unequal_spreads_cost_degrees_of_freedom() -> None:
    """Standard errors squared of 1 and 4: 25 / (1/10 + 16/10) = 14.70588 degrees, t is 2.1352."""
    one = [float(n) for n in range(11)]
    two = [2.0 * n for n in range(11)]
    found = mean_difference(sample(one), sample(two))
    assert found
    reach = 2.1352 * sqrt(5)
    assert (found.low, found.high) == pytest.approx((-5 - reach, -5 + reach), abs=2e-3)


def test_means_need_two_people_and_no_spread_leaves_a_point() -> None:
    assert mean_difference(sample([1.0]), sample([1.0, 2.0])) is None
    flat = mean_difference(sample([3.0, 3.0]), sample([1.0, 1.0]))
    assert flat
    assert (flat.low, flat.estimate, flat.high) == (2, 2, 2)
