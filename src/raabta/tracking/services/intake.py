"""Take a request of an event client: what it answers for is committed."""

import json
from dataclasses import dataclass

import msgspec

from raabta.kernel import clock
from raabta.tracking.call import BadCall, checked, is_machine
from raabta.tracking.delivery import MACHINE, PRIVATE, REFUSED, Delivery, Fate, pack
from raabta.tracking.models import InboxBatch
from raabta.tracking.queries.keys import SourceAccess

HALF = rb"\ud"
MOST_CALLS = 2_500
KEPT_BYTES = 4_096  # of a call that was refused


class BadBody(ValueError):
    """The request holds no calls; `reason` is a key of `words.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Body(msgspec.Struct, rename="camel"):
    """A batch, or the part of a single call that is about the request."""

    batch: list[msgspec.Raw] | None = None
    sent_at: str | None = None
    write_key: str | None = None
    context: msgspec.Raw = msgspec.Raw(b"null")


@dataclass(frozen=True)
class Taken:
    """What became of a request: how many calls it held, and which were refused."""

    total: int
    refused: list[Fate]


@dataclass(frozen=True)
class Asked:
    """How the calls came."""

    kind: str  # "track", …, "batch" or "import"
    user_agent: str = ""
    wants_privacy: bool = False  # Global Privacy Control or Do Not Track

    @property
    def is_batch(self) -> bool:
        return self.kind in {"batch", "import"}


_body = msgspec.json.Decoder(Body).decode


def body_of(raw: bytes) -> tuple[Body, bytes]:
    """What the request says, and its bytes, mended where they can be. Raises BadBody."""
    try:
        raw.decode()  # the parser looks only at the texts it needs
        return _body(raw), raw
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if HALF not in raw.lower():
            raise BadBody("not_json") from error
    try:
        whole = _mended(raw)
        return _body(whole), whole
    except (ValueError, RecursionError) as error:
        raise BadBody("not_json") from error


def _mended(raw: bytes) -> bytes:
    """Browsers send half of a character where a text was cut in an emoji; it becomes "?"."""
    return json.dumps(json.loads(raw), ensure_ascii=False).encode(errors="replace")


def accept_calls(*, source: SourceAccess, asked: Asked, raw: bytes, body: Body) -> Taken:
    """Commit the calls to the inbox with one insert.

    What is no event of a person (a machine's, or of somebody who asked not to be followed) is
    kept without its content, to be counted. Raises BadBody.
    """
    calls = _calls(asked, raw, body)
    if source.honours_signals and asked.wants_privacy:
        fates = [Fate(index, PRIVATE) for index in range(len(calls))]
    else:
        fates = list(filter(None, (_fate(source, asked, *pair) for pair in enumerate(calls))))
    for fate in fates:
        calls[fate.index] = _rest(calls[fate.index], fate)
    now = clock.now()
    delivery = Delivery(
        received_at=now,
        kind="" if asked.is_batch else asked.kind,
        is_import=asked.kind == "import",
        is_cleared=False,
        sent_at=body.sent_at or "",
        user_agent=asked.user_agent[:500],
        context=body.context if asked.is_batch else msgspec.Raw(b"null"),
        calls=calls,
        fates=fates,
    )
    InboxBatch.objects.create(
        workspace_id=source.workspace_id,
        source_id=source.source_id,
        received_at=now,
        count=len(calls),
        body=pack(delivery),
    )
    return Taken(len(calls), [fate for fate in fates if fate.outcome == REFUSED])


def _calls(asked: Asked, raw: bytes, body: Body) -> list[msgspec.Raw]:
    if not asked.is_batch:
        return [msgspec.Raw(raw)]
    if body.batch is None:
        raise BadBody("no_batch")
    if not body.batch:
        raise BadBody("empty_batch")
    if len(body.batch) > MOST_CALLS:
        raise BadBody("long_batch")
    return body.batch


def _fate(source: SourceAccess, asked: Asked, index: int, raw: msgspec.Raw) -> Fate | None:
    try:
        head = checked(memoryview(raw), "" if asked.is_batch else asked.kind)
    except BadCall as error:
        return Fate(index, REFUSED, error.reason)
    if source.sets_machines_apart:
        told = head.context.userAgent if head.context else None
        if is_machine(told if isinstance(told, str) else _browser(source, asked)):
            return Fate(index, MACHINE, "machine")
    return None


def _browser(source: SourceAccess, asked: Asked) -> str:
    """Who sent the request, if that is a browser or says so: programs tell of others."""
    is_one = source.is_web and asked.user_agent.startswith("Mozilla/")
    return asked.user_agent if is_one else ""


def _rest(raw: msgspec.Raw, fate: Fate) -> msgspec.Raw:
    """What is kept of a call that is not taken; of those who asked for privacy, nothing."""
    if fate.outcome == PRIVATE:
        return msgspec.Raw(b"null")
    text = bytes(memoryview(raw))[:KEPT_BYTES].decode("utf-8", "replace").replace("\x00", "")
    return msgspec.Raw(msgspec.json.encode(text))
