"""Who came into an audience and who went, told by ids; many are told in several events.

Each audience, move and person is told once. Delivery is at least once, so whoever acts on it
keeps these three as its key.
"""

from dataclasses import dataclass

BATCH = 1_000
CHANGE, TIME, RULE, FIRST = "change", "time", "rule", "first"


@dataclass(frozen=True)
class AudienceEntered:
    """`cause`: "change" of the person, "time", "rule" (it was edited), "first" (it is new)."""

    workspace_id: int
    audience_id: int
    move: int
    customer_ids: tuple[int, ...]
    cause: str


@dataclass(frozen=True)
class AudienceLeft:
    """The causes are those of entering."""

    workspace_id: int
    audience_id: int
    move: int
    customer_ids: tuple[int, ...]
    cause: str
