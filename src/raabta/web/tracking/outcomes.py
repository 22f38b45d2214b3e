"""Outcomes of calls with their words, as the pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from raabta.tracking.words import OUTCOMES, reason_words


@dataclass(frozen=True)
class Outcome:
    key: str
    label: str
    tone: str
    count: int = 0


def shown(counts: Mapping[str, int]) -> list[Outcome]:
    """Those that occurred, in their order; the taken ones always."""
    return [
        Outcome(key, str(label), tone, counts.get(key, 0))
        for key, (label, tone) in OUTCOMES.items()
        if counts.get(key) or key == "accepted"
    ]


def outcome(key: str) -> Outcome:
    label, tone = OUTCOMES.get(key, (key, "neutral"))
    return Outcome(key, str(label), tone)


def reasons(keys: str) -> str:
    """Several reasons are joined by commas."""
    return " ".join(reason_words(key) for key in keys.split(",") if key)
