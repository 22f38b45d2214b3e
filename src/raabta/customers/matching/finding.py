"""The whole way from people to the pairs that may be one person, in bounded memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from raabta.customers.matching.blocking import Key, Pairs, keys_of, most_pairs, pairs_of
from raabta.customers.matching.comparing import compare
from raabta.customers.matching.estimating import Weights, learn
from raabta.customers.matching.people import People, nothing
from raabta.customers.matching.scoring import Match, Priors, Scale, first_priors, matches_of, settle

LEARN_FROM = 400_000  # pairs
REVIEW = 0.5
SEED = 7


@dataclass
class Report:
    """What a run did, for people and for the next run."""

    people: int
    expected: int  # pairs at most
    compared: int = 0
    priors: Priors = field(default_factory=lambda: Priors(0.0, 0.0))
    large: dict[str, int] = field(default_factory=dict)  # key -> blocks not compared in full


@dataclass
class Search:
    """Learns the weights of these people when it is made; `matches` goes through all pairs."""

    people: People
    tick: Callable[[], None] = nothing  # called now and then while it learns
    keys: list[Key] = field(init=False)
    report: Report = field(init=False)
    scale: Scale = field(init=False)

    def __post_init__(self) -> None:
        self.keys = keys_of(self.people, self.tick)
        self.report = Report(len(self.people), most_pairs(self.keys))
        sample, part = self._sample()
        levels = compare(self.people, sample)
        self.tick()
        self.scale = Scale(self.people, learn(self.people, levels), first_priors(self.people))
        self.report.priors = settle(self.scale, sample, levels, part)

    @property
    def weights(self) -> Weights:
        return self.scale.weights

    def _sample(self) -> tuple[Pairs, float]:
        """Some pairs that share a key, and which part of all such pairs they are."""
        chance = np.random.default_rng(SEED)
        part = min(1.0, LEARN_FROM / max(self.report.expected, 1))
        lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for _key, pairs in pairs_of(self.people, self.keys):
            self.tick()
            chosen = chance.random(len(pairs.left)) < part
            lefts.append(pairs.left[chosen])
            rights.append(pairs.right[chosen])
        return Pairs(np.concatenate(lefts), np.concatenate(rights)), part

    def matches(
        self, least: float = REVIEW, progress: Callable[[int], None] = lambda compared: None
    ) -> Iterator[Match]:
        """The pairs that reach the least probability; `progress` hears of the pairs compared."""
        seen: set[tuple[int, int]] = set()
        for _key, pairs in pairs_of(self.people, self.keys):
            levels = compare(self.people, pairs)
            for match in matches_of(self.scale, pairs, levels, least):
                if (match.left, match.right) not in seen:
                    seen.add((match.left, match.right))
                    yield match
            self.report.compared += len(pairs.left)
            progress(self.report.compared)
        self.report.large = {key.name: key.large for key in self.keys if key.large}
