"""A call of an event client, as the official ones write it: parsed, and checked."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

KINDS = ("identify", "track", "page", "screen", "group", "alias")
MOST_BYTES = 32 * 1024  # of one call
LONGEST_NAME = 200
LONGEST_ID = 254
ZERO = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # no database but SQLite takes it
FIRST, LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2262, 1, 1, tzinfo=UTC)

Id = str | int | float | None


class Page(msgspec.Struct):
    """What the intake itself looks at in a context."""

    userAgent: Any = None  # noqa: N815  as the clients write it


class Head(msgspec.Struct, rename="camel"):
    """What the intake looks at: enough to refuse a call, no more."""

    type: str | None = None
    user_id: Id = None
    anonymous_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    event: str | None = None
    name: str | None = None
    properties: dict[str, msgspec.Raw] | None = None
    traits: dict[str, msgspec.Raw] | None = None
    context: Page | None = None
    message_id: str | None = None


class Call(msgspec.Struct, rename="camel"):
    """A call in full."""

    type: str | None = None
    user_id: Id = None
    anonymous_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    event: str | None = None
    name: str | None = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: dict[str, Any] | None = None
    timestamp: str | None = None
    original_timestamp: str | None = None
    sent_at: str | None = None
    message_id: str | None = None


class BadCall(ValueError):
    """The call cannot be taken; `reason` is a key of `words.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_head = msgspec.json.Decoder(Head).decode
_call = msgspec.json.Decoder(Call).decode


def checked(raw: bytes | memoryview, kind: str = "") -> Head:
    """What must be known of the call; `kind` is told by the address it came to, if any.

    Raises BadCall.
    """
    if len(raw) > MOST_BYTES:
        raise BadCall("too_large")
    if ZERO.search(raw):
        raise BadCall("bad_text")
    head: Head = _decoded(_head, raw)
    head.type = kind or head.type
    _refuse(head)
    return head


def parsed(raw: bytes | memoryview, kind: str = "") -> Call:
    """A call that was checked before."""
    call: Call = _call(raw)
    call.type = kind or call.type
    return call


def text_id(value: Id) -> str:
    """An id as text; clients send numbers as well."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def moment(text: str | None) -> datetime | None:
    """An ISO 8601 moment; without an offset it is UTC. None when it is none."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if FIRST < at < LAST else None


@lru_cache(maxsize=4_096)
def is_machine(user_agent: str) -> bool:
    """Whether the user agent is one of a known crawler, monitor or headless browser."""
    from crawleruseragents import is_crawler  # type: ignore[import-untyped]  # noqa: PLC0415  a thousand patterns, when needed

    return bool(user_agent) and bool(is_crawler(user_agent[:1_000]))


def _decoded(decode: Callable[[bytes | memoryview], Any], raw: bytes | memoryview) -> Any:
    try:
        return decode(raw)
    except msgspec.ValidationError as error:
        raise BadCall("wrong_type") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadCall("not_json") from error


def _refuse(head: Head) -> None:
    user, anonymous = text_id(head.user_id), text_id(head.anonymous_id)
    ids = (user, anonymous, text_id(head.previous_id), text_id(head.group_id))
    if head.type not in KINDS:
        raise BadCall("unknown_type")
    if max(map(len, (*ids, head.message_id or ""))) > LONGEST_ID:
        raise BadCall("long_id")
    if head.type == "alias" and not (ids[2] and user):
        raise BadCall("no_previous")
    if not user and not anonymous:
        raise BadCall("nobody")
    if head.type == "group" and not ids[3]:
        raise BadCall("no_group")
    if head.type == "track" and not (head.event or "").strip():
        raise BadCall("no_name")
    if len(head.event or "") > LONGEST_NAME or len(head.name or "") > LONGEST_NAME:
        raise BadCall("long_name")
