"""The weights of agreement, learnt from the data without examples.

Fellegi and Sunter (1969) weigh each level by m / u. `u` comes from pairs drawn by chance, which
are almost never one person; `m` from expectation and maximisation over the pairs that share a
key (Winkler 1988), with the default beliefs as a Dirichlet prior.

People of one household share a name, an address and perhaps a phone without being one person, so
they are a class of their own: as alike as matches in what a household shares, and in the rest no
more alike than strangers. Without it every family would be a duplicate.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raabta.customers.matching.blocking import Pairs
from raabta.customers.matching.comparing import UNKNOWN, Found, Levels, compare, levels_of
from raabta.customers.matching.defaults import BELIEF_M, BELIEF_U, default_m, default_u
from raabta.customers.matching.people import People

DRAWN = 200_000  # pairs by chance
ROUNDS = 40
MOST_DIFFERENT = 3  # times the default share of the level "different"
SHARED = frozenset({"last_name", "phone", "street", "city", "postcode", "region"})
MATCH, HOUSEHOLD, STRANGER = range(3)
FIRST_SHARES = (0.2, 0.1, 0.7)
LEAST, MOST = 1e-9, 1 - 1e-9
SEED = 20_261_125
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """By field, for each level: its share among matches, households and strangers."""

    m: dict[str, Numbers]
    h: dict[str, Numbers]  # of SHARED fields only; the others are as among strangers
    u: dict[str, Numbers]


def drawn_pairs(people: People, count: int = DRAWN) -> Pairs:
    """Pairs by chance; the same people give the same pairs."""
    chance = np.random.default_rng(SEED)
    left = chance.integers(0, len(people), count)
    right = chance.integers(0, len(people), count)
    fresh = left != right
    return Pairs(left[fresh], right[fresh])


def learn(people: People, blocked: Found) -> Weights:
    """The weights for these people; `blocked` are levels of pairs that share a key."""
    u = chance_shares(people)
    m, h = alike_shares(blocked, u)
    return Weights(m=m, h=h, u=u)


def chance_shares(people: People) -> dict[str, Numbers]:
    if len(people) < 2:
        return {field: np.asarray(default_u(field)) for field in people.fields}
    drawn = compare(people, drawn_pairs(people, min(DRAWN, 20 * len(people))))
    return {
        field: _blend(_counts(levels, field, None), np.asarray(default_u(field)), BELIEF_U)
        for field, levels in drawn.items()
    }


def alike_shares(
    blocked: Found, u: dict[str, Numbers]
) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
    """EM over patterns: the shares among matches, and among households.

    Strangers keep shares of their own here, since a shared key binds them too.
    """
    patterns, weights = _patterns(blocked)
    m = {field: np.asarray(default_m(field)) for field in blocked}
    h, others, sizes = dict(m), dict(u), np.asarray(FIRST_SHARES)
    for _ in range(ROUNDS if len(weights) else 0):
        home = {field: h[field] if field in SHARED else u[field] for field in blocked}
        chances = _chances(patterns, (m, home, others), sizes) * weights
        sizes = np.clip(chances.sum(axis=1) / weights.sum(), 1e-5, 1)
        m = _still_alike(_shares(patterns, chances[MATCH], _default_m, BELIEF_M))
        h = _still_alike(_shares(patterns, chances[HOUSEHOLD], _default_m, BELIEF_M))
        others = _shares(patterns, chances[STRANGER], u.__getitem__, BELIEF_M)
    return m, {field: shares for field, shares in h.items() if field in SHARED}


def _still_alike(m: dict[str, Numbers]) -> dict[str, Numbers]:
    """The shares of a class that differs no more often than people's data can go wrong.

    Without this bound a large group of another kind, such as namesakes, would pass for matches
    or households.
    """
    return {field: _bounded(shares, default_m(field)[-1]) for field, shares in m.items()}


def _bounded(shares: Numbers, believed: float) -> Numbers:
    most = min(MOST_DIFFERENT * believed, 0.8)
    if shares[-1] <= most:
        return shares
    alike = shares[:-1] * (1 - most) / (1 - shares[-1])
    return np.asarray(np.append(alike, most))


def _default_m(field: str) -> Numbers:
    return np.asarray(default_m(field))


def _patterns(found: Found) -> tuple[Found, Numbers]:
    """The distinct combinations of levels, and how often each was seen."""
    if not found:
        return found, np.zeros(0)
    rows = np.stack(list(found.values()), axis=1)
    distinct, counts = np.unique(rows, axis=0, return_counts=True)
    columns = {field: distinct[:, place] for place, field in enumerate(found)}
    return columns, counts.astype(np.float64)


def _chances(patterns: Found, classes: tuple[dict[str, Numbers], ...], sizes: Numbers) -> Numbers:
    """For each class and pattern, how likely a pair of that pattern is of that class."""
    rows = len(next(iter(patterns.values())))
    logs = np.repeat(np.log(sizes)[:, None], rows, axis=1)
    for place, shares in enumerate(classes):
        for field, levels in patterns.items():
            logs[place] += np.append(np.log(shares[field]), 0.0)[levels]  # UNKNOWN: the last place
    odds = np.exp(logs - logs.max(axis=0))
    return np.asarray(odds / odds.sum(axis=0))


def _shares(
    patterns: Found, weights: Numbers, believed: Callable[[str], Numbers], strength: float
) -> dict[str, Numbers]:
    return {
        field: _blend(_counts(levels, field, weights), believed(field), strength)
        for field, levels in patterns.items()
    }


def _counts(levels: Levels, field: str, weights: Numbers | None) -> Numbers:
    known = levels != UNKNOWN
    given = None if weights is None else weights[known]
    size = len(levels_of(field))
    return np.bincount(levels[known], weights=given, minlength=size).astype(np.float64)


def _blend(counts: Numbers, believed: Numbers, strength: float) -> Numbers:
    mixed = counts + strength * believed
    return np.asarray(np.clip(mixed / mixed.sum(), LEAST, MOST))
