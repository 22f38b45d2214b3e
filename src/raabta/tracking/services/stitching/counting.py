"""What is kept of calls to look at: counts of all of them, the calls themselves for a while."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db.models import F

from raabta.kernel import clock
from raabta.tracking.call import Call, text_id
from raabta.tracking.delivery import ACCEPTED, Delivery, Fate
from raabta.tracking.models import SeenCall, Source, SourceDay
from raabta.workspaces.models import Workspace

MOST_ACCEPTED = 20  # of one step and source: a sample of a busy one
MOST_OTHERS = 50
MOST_LETTERS = 8_000
CUT = " …"


class Heading(msgspec.Struct):
    """What a call that was not taken says of itself."""

    type: str = ""
    event: str = ""
    name: str = ""


def save_counts(workspace: Workspace, counts: Counter[tuple[int, str]]) -> None:
    now = clock.now()
    for (source_id, outcome), count in counts.items():
        day, _is_new = SourceDay.objects.get_or_create(
            workspace=workspace, source_id=source_id, on=now.date(), outcome=outcome
        )
        SourceDay.objects.filter(pk=day.pk).update(count=F("count") + count)
    Source.objects.filter(pk__in={source_id for source_id, _outcome in counts}).update(
        last_used_at=now
    )


def save_seen(calls: Sequence[SeenCall]) -> None:
    taken: Counter[tuple[int, bool]] = Counter()
    kept = []
    for call in calls:
        is_accepted = call.outcome == ACCEPTED and not call.reason
        taken[call.source_id, is_accepted] += 1
        most = MOST_ACCEPTED if is_accepted else MOST_OTHERS
        if taken[call.source_id, is_accepted] <= most:
            kept.append(call)
    SeenCall.objects.bulk_create(kept)


def seen_call(source: Source, call: Call, delivery: Delivery, raw: msgspec.Raw) -> SeenCall:
    """What became of it is yet to be told."""
    return SeenCall(
        workspace_id=source.workspace_id,
        source=source,
        seen_at=delivery.received_at,
        kind=call.type or "",
        name=(call.event or call.name or "")[:200],
        user_id=text_id(call.user_id),
        anonymous_id=text_id(call.anonymous_id),
        library=_library(call.context or {}),
        payload=_cut(text_of(raw)),
    )


def lost_call(source: Source, fate: Fate, delivery: Delivery, text: str) -> SeenCall:
    """One that was not taken; its text is kept as it came."""
    told = _heading(text)
    return SeenCall(
        workspace_id=source.workspace_id,
        source=source,
        seen_at=delivery.received_at,
        outcome=fate.outcome,
        reason=fate.reason,
        kind=_plain(delivery.kind or told.type)[:10],
        name=_plain(told.event or told.name)[:200],
        library=_plain(delivery.user_agent)[:100],
        payload=_cut(text),
    )


def _heading(text: str) -> Heading:
    try:
        return msgspec.json.decode(text, type=Heading)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return Heading()


def text_of(raw: msgspec.Raw) -> str:
    return bytes(memoryview(raw)).decode("utf-8", "replace")


def _library(context: dict[str, Any]) -> str:
    told = context.get("library")
    if not isinstance(told, dict):
        return ""
    return _plain(f"{told.get('name', '')} {told.get('version', '')}").strip()[:100]


def _cut(text: str) -> str:
    plain = _plain(text)
    return plain if len(plain) <= MOST_LETTERS else plain[:MOST_LETTERS] + CUT


def _plain(text: str) -> str:
    return text.replace("\x00", "")
