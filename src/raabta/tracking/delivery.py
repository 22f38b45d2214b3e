"""What one request brought, as the inbox keeps it until the people behind it are known."""

from datetime import datetime

import msgspec

from raabta.tracking.compression import zstd
from raabta.tracking.event import LEVEL

ACCEPTED, REFUSED, MACHINE, PRIVATE, BLOCKED, HELD = (
    "accepted", "refused", "machine", "private", "blocked", "held",
)  # fmt: skip
OUTCOMES = (ACCEPTED, REFUSED, MACHINE, PRIVATE, BLOCKED, HELD)


class Fate(msgspec.Struct, frozen=True, array_like=True):
    """What became of the call at `index`, when it was not taken."""

    index: int
    outcome: str
    reason: str = ""


class Delivery(msgspec.Struct, array_like=True):
    received_at: datetime
    kind: str  # told by the address; "" for a batch, whose calls tell theirs
    is_import: bool  # history: its times are taken as they stand
    is_cleared: bool  # somebody decided to take it, whatever the plan says
    sent_at: str
    user_agent: str
    context: msgspec.Raw  # what a batch says of all its calls
    calls: list[msgspec.Raw]
    fates: list[Fate]


def pack(delivery: Delivery) -> bytes:
    return zstd.compress(msgspec.json.encode(delivery), LEVEL)


def unpack(body: bytes | memoryview) -> Delivery:
    return msgspec.json.decode(zstd.decompress(bytes(body)), type=Delivery)
