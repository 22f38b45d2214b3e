"""The consent ledger's arithmetic: what a seal is, and where a chain is broken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256

from raabta.customers.models import ConsentHead, ConsentRecord

CHANGED, REMOVED, INSERTED, REWRITTEN = "changed", "removed", "inserted", "rewritten"
HEAD_CHANGED, HEAD_MISSING, GONE, LEFT = "head_changed", "head_missing", "gone", "left"
WHOLE = ("", 0)
ADDED = ("jurisdiction", "file_digest")


@dataclass(frozen=True)
class Broken:
    """What is wrong with one person's chain, and the first position where it shows (0: nowhere)."""

    customer_id: int
    kind: str
    position: int = 0


@dataclass(frozen=True)
class Anchored:
    """How long a chain was when the anchor was taken, and its seal then."""

    length: int
    seal: str


def seal_of(line: ConsentRecord, before: str) -> str:
    """The line's place in its chain: SHA-256 over the seal before it and all it says.

    What was added to lines later is hashed only where it says something, with its name, so the
    seals of older lines still hold.
    """
    said = [
        before,
        line.workspace_id,
        line.customer_id,
        line.position,
        line.purpose,
        line.channel,
        line.state,
        line.source,
        line.basis,
        line.text_version,
        line.ip or "",
        line.evidence,
        line.actor,
        line.given_at.astimezone(UTC).isoformat(),
        line.recorded_at.astimezone(UTC).isoformat(),
        *(f"{name}={value}" for name in ADDED if (value := getattr(line, name))),
    ]
    return sha256("\x1f".join(str(part) for part in said).encode()).hexdigest()


def examine(
    customer_id: int,
    lines: Sequence[ConsentRecord],
    head: ConsentHead | None,
    anchored: Anchored | None = None,
) -> Broken | None:
    """None when the chain is whole; `lines` in the order of their positions."""
    kind, position = _found(lines, head, anchored)
    return Broken(customer_id, kind, position) if kind else None


def _found(
    lines: Sequence[ConsentRecord], head: ConsentHead | None, anchored: Anchored | None
) -> tuple[str, int]:
    if head is None:
        missing = (GONE, 1) if anchored else WHOLE
        return (HEAD_MISSING, 0) if lines else missing
    if head.erased_at and head.is_sound:
        return (LEFT, lines[0].position) if lines else WHOLE
    return _against_head(lines, head) or _against_anchor(lines, anchored) or WHOLE


def _against_head(lines: Sequence[ConsentRecord], head: ConsentHead) -> tuple[str, int] | None:
    first = _first_break(lines)
    surplus = len(lines) - head.length
    if surplus:
        kind = REMOVED if surplus < 0 else INSERTED
        return kind, first or min(len(lines), head.length) + 1
    if first:
        return CHANGED, first
    if not head.is_sound:
        return HEAD_CHANGED, 0
    return (REWRITTEN, 0) if lines and lines[-1].seal != head.seal else None


def _first_break(lines: Sequence[ConsentRecord]) -> int:
    """The first position whose line is missing or does not bear its seal; 0 for none."""
    seal = ""
    for expected, line in enumerate(lines, start=1):
        if line.position != expected or line.seal != seal_of(line, seal):
            return expected
        seal = line.seal
    return 0


def _against_anchor(
    lines: Sequence[ConsentRecord], anchored: Anchored | None
) -> tuple[str, int] | None:
    if anchored is None:
        return None
    if len(lines) < anchored.length:
        return REMOVED, len(lines) + 1
    return (REWRITTEN, 0) if lines[anchored.length - 1].seal != anchored.seal else None
