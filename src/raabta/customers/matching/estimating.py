"""The weights of agreement, learnt from the data without examples.

Fellegi and Sunter (1969) weigh each level by m / u. `u` comes from pairs drawn by chance, which
are almost never one person; `m` from expectation and maximisation over the pairs that share a
key (Winkler 1988), with the default beliefs as a Dirichlet prior.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raabta.customers.matching.blocking import Pairs
from raabta.customers.matching.comparing import UNKNOWN, Found, Levels, compare, levels_of
from raabta.customers.matching.defaults import BELIEF_M, BELIEF_U, default_m, default_u
from raabta.customers.matching.people import People

DRAWN = 200_000  # pairs by chance
ROUNDS = 40
FIRST_SHARE = 0.2
LEAST, MOST = 1e-9, 1 - 1e-9
SEED = 20_261_125
Numbers = npt.NDArray[np.float64]



@dataclass(frozen=True)
class Weights:
    """By field, for each level: its share among matches and among others."""

    m: dict[str, Numbers]
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
    return Weights(m=match_shares(blocked, u), u=u)


def chance_shares(people: People) -> dict[str, Numbers]:
    if len(people) < 2:
        return {field: np.asarray(default_u(field)) for field in people.fields}
    drawn = compare(people, drawn_pairs(people, min(DRAWN, 20 * len(people))))
    return {
        field: _blend(_counts(levels, field, None), default_u(field), BELIEF_U)
        for field, levels in drawn.items()
    }


def match_shares(blocked: Found, u: dict[str, Numbers]) -> dict[str, Numbers]:
    """EM over patterns. The other class keeps shares of its own, since a shared key binds it too."""
    patterns, weights = _patterns(blocked)
    m = {field: np.asarray(default_m(field)) for field in blocked}
    others, share = dict(u), FIRST_SHARE
    for _ in range(ROUNDS if len(weights) else 0):
        odds = _odds(patterns, m, others, share)
        chance = odds / (1 + odds)
        share = float(np.clip((weights * chance).sum() / weights.sum(), 1e-4, 0.9))
        m = _shares(patterns, weights * chance, default_m, BELIEF_M)
        others = _shares(patterns, weights * (1 - chance), lambda f: u[f].tolist(), BELIEF_M)
    return m


def _patterns(found: Found) -> tuple[Found, Numbers]:
    """The distinct combinations of levels, and how often each was seen."""
    if not found:
        return found, np.zeros(0)
    rows = np.stack(list(found.values()), axis=1)
    distinct, counts = np.unique(rows, axis=0, return_counts=True)
    columns = {field: distinct[:, place] for place, field in enumerate(found)}
    return columns, counts.astype(np.float64)


def _odds(
    patterns: Found, m: dict[str, Numbers], u: dict[str, Numbers], share: float
) -> Numbers:
    total = np.full(len(next(iter(patterns.values()))), np.log2(share / (1 - share)))
    for field, levels in patterns.items():
        weight = np.append(np.log2(m[field] / u[field]), 0.0)  # UNKNOWN is the last place
        total += weight[levels]
    return np.asarray(np.exp2(np.clip(total, -60, 60)))


def _shares(patterns: Found, weights: Numbers, believed: object, strength: float) -> dict[str, Numbers]:
    return {
        field: _blend(_counts(levels, field, weights), believed(field), strength)  # type: ignore[operator]
        for field, levels in patterns.items()
    }


def _counts(levels: Levels, field: str, weights: Numbers | None) -> Numbers:
    known = levels != UNKNOWN
    given = None if weights is None else weights[known]
    size = len(levels_of(field))
    return np.bincount(levels[known], weights=given, minlength=size).astype(np.float64)


def _blend(counts: Numbers, believed: list[float], strength: float) -> Numbers:
    mixed = counts + strength * np.asarray(believed)
    return np.asarray(np.clip(mixed / mixed.sum(), LEAST, MOST))
