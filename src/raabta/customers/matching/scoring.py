"""How sure it is that two rows are one person: bits for and against, and a probability."""

from dataclasses import dataclass

import numpy as np

from raabta.customers.matching.blocking import Pairs
from raabta.customers.matching.comparing import EXACT, Found, levels_of
from raabta.customers.matching.defaults import BELIEF_U, default_u
from raabta.customers.matching.estimating import Numbers, Weights
from raabta.customers.matching.people import People

MOST_BITS = 22.0  # no single field decides alone
LEAST_BITS = -8.0


class Scale:
    """Weighs pairs of these people. Agreement on a rare value weighs more than on a common one."""

    def __init__(self, people: People, weights: Weights, prior: float) -> None:
        self.people, self.weights = people, weights
        self.prior = prior
        self._bits = {field: self._table(field) for field in people.fields}
        self._by_value = {field: self._rarity(field) for field in people.fields}

    def _table(self, field: str) -> Numbers:
        ratio = np.log2(self.weights.m[field] / self.weights.u[field])
        return np.append(np.clip(ratio, LEAST_BITS, MOST_BITS), 0.0)  # UNKNOWN is the last place

    def _rarity(self, field: str) -> Numbers:
        """Bits of agreement on each value of the first column: m over how often others have it."""
        counts = self.people.fields[field][0].counts()
        others = np.maximum(counts - 2, 0)  # the two that are compared say nothing about the rest
        share = (others + BELIEF_U * default_u(field)[EXACT]) / (len(self.people) + BELIEF_U)
        return np.asarray(np.clip(np.log2(self.weights.m[field][EXACT] / share), 0.0, MOST_BITS))

    def by_field(self, pairs: Pairs, levels: Found) -> dict[str, Numbers]:
        """The bits that each field adds or takes."""
        found = {}
        for field, level in levels.items():
            bits = self._bits[field][level]
            exact = np.flatnonzero(level == EXACT)
            codes = self.people.fields[field][0].codes[pairs.left[exact]]
            bits[exact] = np.where(codes > 0, self._by_value[field][codes], bits[exact])
            found[field] = bits
        return found

    @staticmethod
    def total(by_field: dict[str, Numbers], count: int) -> Numbers:
        return sum(by_field.values(), np.zeros(count))

    def probability(self, bits: Numbers) -> Numbers:
        """Of being one person, for the bits of all fields together."""
        total = np.clip(bits + np.log2(self.prior / (1 - self.prior)), -60, 60)
        return np.asarray(1 / (1 + np.exp2(-total)))


@dataclass(frozen=True)
class Match:
    """Two people who may be one: their rows' ids, and what each field says."""

    left: int
    right: int
    bits: float
    probability: float
    reasons: list[tuple[str, str, float]]  # field, level, bits


def matches_of(scale: Scale, pairs: Pairs, levels: Found, least: float) -> list[Match]:
    """The pairs that reach the least probability."""
    by_field = scale.by_field(pairs, levels)
    total = scale.total(by_field, len(pairs.left))
    chance = scale.probability(total)
    names = {field: levels_of(field) for field in levels}
    found = []
    for at in np.flatnonzero(chance >= least).tolist():
        reasons = [
            (field, names[field][levels[field][at]], round(float(by_field[field][at]), 2))
            for field in levels
            if levels[field][at] >= 0
        ]
        ids = scale.people.ids
        found.append(
            Match(
                ids[pairs.left[at]],
                ids[pairs.right[at]],
                round(float(total[at]), 2),
                float(chance[at]),
                reasons,
            )
        )
    return found


def prior_of(scale: Scale, totals: Numbers, scanned: float) -> float:
    """The share of matches among all pairs of people, from the bits of the pairs that share a key.

    `scanned` is the part of those pairs that `totals` holds.
    """
    every = max(len(scale.people) * (len(scale.people) - 1) / 2, 1)
    prior = scale.prior
    for _ in range(20):
        scale.prior = prior
        matches = scale.probability(totals).sum() / max(scanned, 1e-9)
        prior = float(np.clip((matches + 0.5) / (every + 1), 1e-12, 0.5))
    return prior


def first_prior(people: People) -> float:
    """Before anything is known: one person in twenty has a second row."""
    return float(np.clip(0.1 / max(len(people) - 1, 1), 1e-12, 0.05))


