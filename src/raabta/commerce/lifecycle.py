"""Stages of a buyer's life, each a plain function of their orders, the day, and two limits.

Pure: the nightly run and an order that just came in ask the same function.
"""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

PROSPECT, FIRST, ACTIVE, WON_BACK, AT_RISK, LAPSED = (
    "prospect", "first", "active", "won_back", "at_risk", "lapsed",
)  # fmt: skip
STAGES: dict[str, Promise] = {
    PROSPECT: pgettext_lazy("life-cycle stage", "Prospect"),
    FIRST: pgettext_lazy("life-cycle stage", "First-time buyer"),
    ACTIVE: pgettext_lazy("life-cycle stage", "Repeat buyer"),
    WON_BACK: pgettext_lazy("life-cycle stage", "Won back"),
    AT_RISK: pgettext_lazy("life-cycle stage", "At risk"),
    LAPSED: pgettext_lazy("life-cycle stage", "Lapsed"),
}
MEANINGS: dict[str, Promise] = {
    PROSPECT: pgettext_lazy("life-cycle stage", "No order yet"),
    FIRST: pgettext_lazy("life-cycle stage", "One order, not long ago"),
    ACTIVE: pgettext_lazy("life-cycle stage", "Two orders or more, the last not long ago"),
    WON_BACK: pgettext_lazy("life-cycle stage", "Had lapsed, and ordered again not long ago"),
    AT_RISK: pgettext_lazy("life-cycle stage", "Their next order is overdue"),
    LAPSED: pgettext_lazy("life-cycle stage", "No order for so long that they seem lost"),
}
FEW_GAPS = 30  # fewer tell nothing of what is usual
USUAL = (90, 180)
SHORTEST, LONGEST = 14, 730


class Limits(NamedTuple):
    """Days since the last order after which somebody is at risk, and after which lapsed."""

    at_risk: int
    lapsed: int


class Figures(NamedTuple):
    """Of somebody's orders that count. `gap` is the days between the last two, None for one order.

    `recent` and `net` are of the look-back window: how many orders, and what they earned.
    """

    orders: int
    last_on: date | None
    gap: int | None
    recent: int
    net: int


NOTHING = Figures(0, None, None, 0, 0)


def stage_of(figures: Figures, today: date, limits: Limits) -> str:
    if figures.last_on is None:
        return PROSPECT
    days = (today - figures.last_on).days
    if days > limits.lapsed:
        return LAPSED
    if days > limits.at_risk:
        return AT_RISK
    if figures.gap is None:
        return FIRST
    return WON_BACK if figures.gap > limits.lapsed else ACTIVE


def began_on(stage: str, figures: Figures, today: date, limits: Limits) -> date:
    """The day somebody's stage began, as far as their orders tell."""
    if figures.last_on is None:
        return today
    days = {AT_RISK: limits.at_risk + 1, LAPSED: limits.lapsed + 1}.get(stage, 0)
    return figures.last_on + timedelta(days=days)


def usual_limits(median_gap: float | None, gaps: int) -> Limits:
    """Twice and four times what usually lies between two orders; 90 and 180 days where few do.

    Half of all next orders come within the median, so that who has let twice of it pass is late.
    """
    if median_gap is None or gaps < FEW_GAPS:
        return Limits(*USUAL)
    at_risk = min(max(round(2 * median_gap), SHORTEST), LONGEST)
    return Limits(at_risk, 2 * at_risk)
