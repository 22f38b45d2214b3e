"""The send ledger: all messages go along, and nobody gets twice what both were planned for."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import Move, RowFollower
from raabta.messaging.models import Mailing, Message
from raabta.messaging.services.claims import mark_changed
from raabta.workspaces.models import Workspace

State = Message.State
REASON = "merged"
# the person has it, will have it, or is one who must not have it
SETTLED = {
    State.QUEUED, State.CLAIMED, State.HANDED, State.SENT, State.BOUNCED, State.UNKNOWN,
    State.HELD_OUT,
}  # fmt: skip


class Messages(RowFollower):
    key: ClassVar[str] = "messages"
    label: ClassVar[Promise | str] = _("Messages")
    models: ClassVar[tuple[str, ...]] = ("messaging.message",)
    table: ClassVar[str] = "message"

    def move(self, move: Move) -> dict[str, Any]:
        pairs = list(self._pairs(move))
        cancelled = _cancel(_surplus(pairs))
        renamed = {theirs.pk: theirs.occurrence for _mine, theirs in pairs}
        for pk, occurrence in renamed.items():
            told_apart = f"{occurrence[:36]}|merge:{move.merge_id}"
            Message.objects.filter(pk=pk).update(occurrence=told_apart)
        mark_changed(move.workspace.pk, cancelled)
        return {"ids": super().move(move), "renamed": renamed, "cancelled": cancelled}

    def take_back(self, move: Move, kept: dict[str, Any]) -> None:  # type: ignore[override]
        super().take_back(move, kept["ids"])
        for pk, occurrence in kept["renamed"].items():
            back = Message.objects.filter(pk=int(pk), customer=move.other_id)
            back.update(occurrence=occurrence)
        _queue_again(move.workspace, kept["cancelled"])

    def _pairs(self, move: Move) -> Iterable[tuple[Message, Message]]:
        """Rows of both people for the same origin and occurrence: the survivor's and the other's."""
        theirs = {
            (row.origin, row.occurrence): row
            for row in self.rows(move.workspace, move.other_id).order_by("pk")
        }
        origins = {origin for origin, _occurrence in theirs}
        mine = self.rows(move.workspace, move.survivor_id).filter(origin__in=origins)
        for row in mine.order_by("pk"):
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
    return [
        pk
        for pk in ids
        if Message.objects.filter(pk=pk, state=State.QUEUED).update(
            state=State.CANCELLED, reason=REASON
        )
    ]


def _queue_again(workspace: Workspace, ids: list[int]) -> None:
    """Two people again: each may have their own, while the mailing goes on."""
    at_work = (Mailing.State.ACTIVE, Mailing.State.PAUSED)
    waiting = Message.objects.filter(
        workspace=workspace, pk__in=ids, state=State.CANCELLED, reason=REASON
    )
    again = waiting.filter(mailing__state__in=at_work).values_list("pk", flat=True)
    Message.objects.filter(pk__in=list(again)).update(state=State.QUEUED, reason="")
    mark_changed(workspace.pk, ids)
