"""Recency, frequency and monetary value in quintiles, and segments named by them.

After Arthur M. Hughes, "Strategic Database Marketing" (1994), chapter 6: buyers are sorted by each
of the three and cut into five parts of equal size, the best of which scores 5. What counts:

- buyers are people with an order that was placed and not cancelled within the look-back window;
- recency is the day of the last of these orders, frequency how many there are, monetary what they
  earned, less refunds of these orders, in the workspace's currency;
- the cuts are those of NTILE(5). People who are equal get equal scores: that of the lowest part
  which any of them falls in. Many have ordered once, and all of them score 1 in frequency.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from raabta.commerce.lifecycle import Figures

PARTS = 5
SEGMENTS: dict[str, Promise] = {
    "champions": pgettext_lazy("RFM segment", "Champions"),
    "loyal": pgettext_lazy("RFM segment", "Loyal"),
    "promising": pgettext_lazy("RFM segment", "Potential loyalists"),
    "new": pgettext_lazy("RFM segment", "New buyers"),
    "attention": pgettext_lazy("RFM segment", "Need attention"),
    "cannot_lose": pgettext_lazy("RFM segment", "Cannot lose them"),
    "at_risk": pgettext_lazy("RFM segment", "At risk"),
    "sleeping": pgettext_lazy("RFM segment", "About to sleep"),
    "lost": pgettext_lazy("RFM segment", "Lost"),
}
# by recency (rows, 5 first) and by frequency (columns, 1 first)
MAP = {
    5: ("new", "promising", "promising", "champions", "champions"),
    4: ("new", "promising", "promising", "loyal", "champions"),
    3: ("sleeping", "attention", "attention", "loyal", "loyal"),
    2: ("sleeping", "sleeping", "at_risk", "at_risk", "cannot_lose"),
    1: ("lost", "lost", "at_risk", "cannot_lose", "cannot_lose"),
}


class Edges(NamedTuple):
    """The greatest value of each of the lower four parts; empty before there are buyers."""

    recency: Sequence[date]
    frequency: Sequence[int]
    monetary: Sequence[int]


class Scores(NamedTuple):
    recency: int | None
    frequency: int | None
    monetary: int | None
    segment: str


NO_SCORES = Scores(None, None, None, "")


def scores_of(figures: Figures, edges: Edges) -> Scores:
    """Nothing for who has no order within the window, or when there are no edges yet."""
    if not figures.recent or figures.last_on is None or not edges.recency:
        return NO_SCORES
    recency = 1 + bisect_left(edges.recency, figures.last_on)
    frequency = 1 + bisect_left(edges.frequency, figures.recent)
    monetary = 1 + bisect_left(edges.monetary, figures.net)
    return Scores(recency, frequency, monetary, segment_of(recency, frequency))


def segment_of(recency: int, frequency: int) -> str:
    return MAP[recency][frequency - 1]
