"""A delivery of the inbox with its calls in full, each parsed once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from raabta.tracking.call import Call, parsed, text_id
from raabta.tracking.delivery import Delivery, Fate, unpack
from raabta.tracking.models import InboxBatch


@dataclass(frozen=True)
class Read:
    """`calls` has None for a call that was not taken at the door, or that cannot be read."""

    pk: int
    source_id: int
    delivery: Delivery
    calls: list[Call | None]
    fates: dict[int, Fate]

    @classmethod
    def of(cls, batch: InboxBatch) -> "Read":
        delivery = unpack(batch.body)
        fates = {fate.index: fate for fate in delivery.fates}
        shared = msgspec.json.decode(memoryview(delivery.context))
        calls = [
            None if index in fates else _call(raw, delivery.kind, shared)
            for index, raw in enumerate(delivery.calls)
        ]
        return cls(batch.pk, batch.source_id or 0, delivery, calls, fates)

    def of_somebody(self) -> Iterator[Call]:
        """The calls that say somebody, for looking all of them up at once."""
        for call in self.calls:
            if call is not None and (text_id(call.user_id) or text_id(call.anonymous_id)):
                yield call


def _call(raw: msgspec.Raw, kind: str, shared: Any) -> Call | None:
    """With what the batch says of all its calls."""
    try:
        call = parsed(memoryview(raw), kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if isinstance(shared, dict) and shared:
        call.context = {**shared, **(call.context or {})}
    return call
