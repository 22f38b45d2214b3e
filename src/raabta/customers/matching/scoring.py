"""How sure it is that two rows are one person: bits for and against, and a probability."""

from dataclasses import dataclass

import numpy as np

from raabta.customers.matching.blocking import Pairs
from raabta.customers.matching.comparing import EXACT, UNKNOWN, Found, levels_of
from raabta.customers.matching.defaults import BELIEF_U, default_u
from raabta.customers.matching.estimating import SHARED, Numbers, Weights
from raabta.customers.matching.people import People

MOST_BITS = 22.0  # no single field decides alone
LEAST_BITS = -8.0
HOUSEHOLD = "household"  # the reason that takes back what a family shares


@dataclass(frozen=True)
class Priors:
    """The share of all pairs of people that are one person, and that are of one household."""

    match: float
    household: float


@dataclass(frozen=True)
class Scored:
    """Bits for every pair, by field and together, and the probability of being one person."""

    by_field: dict[str, Numbers]
    total: Numbers
    probability: Numbers
    household: Numbers  # the probability of being two people of one household


class Scale:
    """Weighs pairs of these people. Agreement on a rare value weighs more than on a common one."""

    def __init__(self, people: People, weights: Weights, priors: Priors) -> None:
        self.people, self.weights, self.priors = people, weights, priors
        self._bits = {field: self._table(field) for field in people.fields}
        self._home = {field: self._at_home(field) for field in people.fields if field in SHARED}
        self._by_value = {field: self._rarity(field) for field in people.fields}

    def _table(self, field: str) -> Numbers:
        ratio = np.log2(self.weights.m[field] / self.weights.u[field])
        return np.append(np.clip(ratio, LEAST_BITS, MOST_BITS), 0.0)  # UNKNOWN is the last place

    def _at_home(self, field: str) -> Numbers:
        """What a level adds for a household beside what it adds for a match."""
        return np.append(np.log2(self.weights.h[field] / self.weights.m[field]), 0.0)

    def _rarity(self, field: str) -> Numbers:
        """Bits of agreement on each value of the first column: m over how often others have it."""
        counts = self.people.fields[field][0].counts()
        others = np.maximum(counts - 2, 0)  # the two that are compared say nothing about the rest
        share = (others + BELIEF_U * default_u(field)[EXACT]) / (len(self.people) + BELIEF_U)
        return np.asarray(np.clip(np.log2(self.weights.m[field][EXACT] / share), 0.0, MOST_BITS))

    def scored(self, pairs: Pairs, levels: Found) -> Scored:
        by_field = {field: self._of_field(field, pairs, levels) for field in levels}
        nothing = np.zeros(len(pairs.left))
        shared = [by_field[field] + self._home[field][levels[field]] for field in self._home]
        home = np.log2(self.priors.household) + sum(shared, nothing)
        by_field[HOUSEHOLD] = -np.log2(1 + np.exp2(np.clip(home, -60, 60)))
        total = sum(by_field.values(), nothing)
        chance = _chance(total + np.log2(self.priors.match))
        return Scored(by_field, total, chance, (1 - chance) * _chance(home))

    def _of_field(self, field: str, pairs: Pairs, levels: Found) -> Numbers:
        bits = self._bits[field][levels[field]]
        exact = np.flatnonzero(levels[field] == EXACT)
        codes = self.people.fields[field][0].codes[pairs.left[exact]]
        bits[exact] = np.where(codes > 0, self._by_value[field][codes], bits[exact])
        return np.asarray(bits)


def _chance(bits: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp2(-np.clip(bits, -60, 60))))


@dataclass(frozen=True)
class Match:
    """Two people who may be one: their numbers, and what each field says."""

    left: int
    right: int
    bits: float
    probability: float
    reasons: list[tuple[str, str, float]]  # field, level, bits


def matches_of(scale: Scale, pairs: Pairs, levels: Found, least: float) -> list[Match]:
    """The pairs that reach the least probability."""
    scored, ids = scale.scored(pairs, levels), scale.people.ids
    return [
        Match(
            ids[pairs.left[at]],
            ids[pairs.right[at]],
            round(float(scored.total[at]), 2),
            float(scored.probability[at]),
            _reasons(scored, levels, at),
        )
        for at in np.flatnonzero(scored.probability >= least).tolist()
    ]


def _reasons(scored: Scored, levels: Found, at: int) -> list[tuple[str, str, float]]:
    found = [
        (field, levels_of(field)[level[at]], round(float(scored.by_field[field][at]), 2))
        for field, level in levels.items()
        if level[at] != UNKNOWN
    ]
    home = round(float(scored.by_field[HOUSEHOLD][at]), 2)
    return [*found, (HOUSEHOLD, HOUSEHOLD, home)] if home <= -1 else found


def settle(scale: Scale, pairs: Pairs, levels: Found, part: float) -> Priors:
    """The priors that fit these people, from pairs that are the given part of those with a key."""
    every = max(len(scale.people) * (len(scale.people) - 1) / 2, 1)
    few = max(0.5, len(scale.people) / 500)  # so that the search does not talk itself out of all
    for _ in range(20):
        scored = scale.scored(pairs, levels)
        scale.priors = Priors(
            _share(scored.probability.sum() / part + few, every),
            _share(scored.household.sum() / part + few, every),
        )
    return scale.priors


def _share(count: float, every: float) -> float:
    return float(np.clip(count / (every + 1), 1e-12, 0.5))


def first_priors(people: People) -> Priors:
    """Before anything is known: one person in twenty has a second row, or a relative."""
    share = float(np.clip(0.1 / max(len(people) - 1, 1), 1e-12, 0.05))
    return Priors(share, share)
