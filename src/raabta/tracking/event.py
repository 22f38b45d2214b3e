"""An event about a person, as it is handed in and as the inbox keeps it."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import uuid4

import msgspec

from raabta.tracking.compression import zstd

LEVEL = 1


class IncomingEvent(msgspec.Struct, frozen=True):
    """Something that a person did. The same `message_id` counts once, so a retry is harmless."""

    customer_id: int
    name: str
    properties: dict[str, Any] = {}
    occurred_at: datetime | None = None  # now, when not told
    message_id: str = ""


class KeptEvent(msgspec.Struct, frozen=True, array_like=True):
    event_id: int
    customer_id: int
    name: str
    occurred_at: datetime
    properties: dict[str, Any]


def kept(workspace_id: int, event: IncomingEvent, received_at: datetime) -> KeptEvent:
    return KeptEvent(
        event_id(workspace_id, event.message_id or uuid4().hex),
        event.customer_id,
        event.name,
        event.occurred_at or received_at,
        event.properties,
    )


def event_id(workspace_id: int, message_id: str) -> int:
    """63 bits of a hash: among a milliard events, two share one with a chance of 5 per cent."""
    digest = blake2b(f"{workspace_id}:{message_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def visitor_id(workspace_id: int, anonymous_id: str) -> int:
    """What stands for a visitor who is nobody's yet, in place of a customer's id: below zero.

    It is made of the anonymous id alone, so nothing needs to be looked up or kept.
    """
    return -1 - event_id(workspace_id, f"visitor:{anonymous_id}")


def pack(events: Sequence[KeptEvent]) -> bytes:
    return zstd.compress(msgspec.json.encode(events), LEVEL)


def unpack(body: bytes | memoryview) -> list[KeptEvent]:
    return msgspec.json.decode(zstd.decompress(bytes(body)), type=list[KeptEvent])
