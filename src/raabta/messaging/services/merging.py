"""The send ledger of two people who become one: nobody gets twice what both were planned for."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from raabta.customers.merge_follower import Move
from raabta.messaging.models import Mailing, Message
from raabta.messaging.services.claims import mark_changed

State = Message.State
REASON = "merged"
# the person has it, will have it, or is one who must not have it
SETTLED = {
    State.QUEUED, State.CLAIMED, State.HANDED, State.SENT, State.BOUNCED, State.UNKNOWN,
    State.HELD_OUT,
}  # fmt: skip
LONGEST = 36  # of an occurrence, so that the merge's id fits behind it


def part(move: Move) -> dict[str, Any]:
    """Make room for the other's rows among the survivor's. Returns what `take_back` needs."""
    pairs = list(_pairs(move))
    cancelled = _cancel(_surplus(pairs))
    renamed = {theirs.pk: theirs.occurrence for _mine, theirs in pairs}
    for pk, occurrence in renamed.items():
        told_apart = f"{occurrence[:LONGEST]}|merge:{move.merge_id}"
        Message.objects.filter(pk=pk).update(occurrence=told_apart)
    mark_changed(move.workspace.pk, cancelled)
    return {"renamed": renamed, "cancelled": cancelled}


def take_back(move: Move, *, renamed: Mapping[str, str], cancelled: Collection[int]) -> None:
    """Two people again: each may have their own, while the mailing goes on."""
    for pk, occurrence in renamed.items():
        back = Message.objects.filter(pk=int(pk), customer=move.other_id)
        back.update(occurrence=occurrence)
    at_work = (Mailing.State.ACTIVE, Mailing.State.PAUSED)
    waiting = Message.objects.filter(
        workspace=move.workspace, pk__in=cancelled, state=State.CANCELLED, reason=REASON
    )
    again = list(waiting.filter(mailing__state__in=at_work).values_list("pk", flat=True))
    Message.objects.filter(pk__in=again).update(state=State.QUEUED, reason="")
    mark_changed(move.workspace.pk, list(cancelled))


def _pairs(move: Move) -> Iterable[tuple[Message, Message]]:
    """Rows of both people for the same origin and occurrence: the survivor's and the other's."""
    rows = Message.objects.filter(workspace=move.workspace).order_by("pk")
    theirs = {(row.origin, row.occurrence): row for row in rows.filter(customer=move.other_id)}
    origins = {origin for origin, _occurrence in theirs}
    for row in rows.filter(customer=move.survivor_id, origin__in=origins):
        if (row.origin, row.occurrence) in theirs:
            yield row, theirs[row.origin, row.occurrence]


def _surplus(pairs: Iterable[tuple[Message, Message]]) -> list[int]:
    surplus = []
    for mine, theirs in pairs:
        if theirs.state == State.QUEUED and mine.state in SETTLED:
            surplus.append(theirs.pk)
        elif mine.state == State.QUEUED and theirs.state in SETTLED:
            surplus.append(mine.pk)
    return surplus


def _cancel(ids: list[int]) -> list[int]:
    """Cancel those that nobody took meanwhile. Returns which."""
    waiting = [Message.objects.filter(pk=pk, state=State.QUEUED) for pk in ids]
    gone = [rows.update(state=State.CANCELLED, reason=REASON) for rows in waiting]
    return [pk for pk, was_there in zip(ids, gone, strict=True) if was_there]
