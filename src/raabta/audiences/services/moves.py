"""Who enters and leaves: decided in the records, then carried out in the warehouse.

Both are safe against dying in between: what is decided is carried out by whoever comes next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from raabta.audiences.domain_events import BATCH, AudienceEntered, AudienceLeft
from raabta.audiences.models import (
    Audience,
    AudienceCount,
    MembershipDue,
    MembershipMove,
    MembershipStanding,
)
from raabta.audiences.packing import pack, unpack
from raabta.audiences.warehouse_tables.member import MemberTable
from raabta.kernel import bus, clock
from raabta.warehouse.preparing import prepared
from raabta.workspaces.models import Workspace


class Overtaken(Exception):
    """Another process decided something about the audience meanwhile; nothing was done."""


@dataclass(frozen=True)
class Found:
    """The difference between who is kept and who fits, with what it makes of the standing."""

    standing: MembershipStanding
    entered: Sequence[int]
    left: Sequence[int]
    cause: str
    size: int
    changes: dict[str, Any] = field(default_factory=dict)
    is_told: bool = True

    @property
    def moves(self) -> bool:
        return bool(self.entered or self.left)


@transaction.atomic
def decide(*, workspace: Workspace, found: Sequence[Found], settled: Sequence[int] = ()) -> None:
    """Take the differences as decided, and settle the notes that led to them. Raises Overtaken."""
    for one in found:
        _advance(one)
        _count_day(workspace, one)
        if one.moves:
            _keep(workspace, one)
        if one.is_told:
            bus.publish(*_news(workspace, one))
    MembershipDue.objects.filter(pk__in=settled).delete()


def _advance(found: Found) -> None:
    standing = found.standing
    same = MembershipStanding.objects.filter(pk=standing.pk, move=standing.move)
    step = int(found.moves)  # PostgreSQL adds no booleans
    if not same.update(move=standing.move + step, size=found.size, **found.changes):
        raise Overtaken
    standing.move += step
    standing.size = found.size


def _keep(workspace: Workspace, found: Found) -> None:
    MembershipMove.objects.create(
        workspace=workspace,
        audience_id=found.standing.audience_id,
        number=found.standing.move,
        entered=pack(found.entered),
        left=pack(found.left),
        decided_at=clock.now(),
    )


def _count_day(workspace: Workspace, found: Found) -> None:
    now, audience_id = clock.now(), found.standing.audience_id
    Audience.objects.filter(pk=audience_id).update(last_count=found.size, last_counted_at=now)
    day, _is_new = AudienceCount.objects.get_or_create(
        workspace=workspace,
        audience_id=audience_id,
        counted_on=now.astimezone(ZoneInfo(workspace.time_zone)).date(),
        defaults={"count": found.size},
    )
    told = found.is_told and {
        "entered": F("entered") + len(found.entered),
        "left": F("left") + len(found.left),
    }
    AudienceCount.objects.filter(pk=day.pk).update(count=found.size, **(told or {}))


def _news(workspace: Workspace, found: Found) -> Iterator[AudienceEntered | AudienceLeft]:
    standing = found.standing
    for kind, ids in ((AudienceLeft, found.left), (AudienceEntered, found.entered)):
        for at in range(0, len(ids), BATCH):
            some = tuple(ids[at : at + BATCH])
            yield kind(workspace.pk, standing.audience_id, standing.move, some, found.cause)


def carry_out(*, workspace: Workspace) -> int:
    """Bring the warehouse in line with what was decided. Returns how many moves there were."""
    waiting = MembershipMove.objects.filter(workspace=workspace).order_by("pk")
    done = 0
    for at, moves in groupby(waiting.iterator(chunk_size=100), key=lambda move: move.decided_at):
        some = list(moves)
        prepared().exchange(
            MemberTable.shape(),
            workspace_id=workspace.pk,
            gone=[(one.audience_id, pk) for one in some for pk in unpack(one.left)],
            rows=[
                (workspace.pk, one.audience_id, pk, at)
                for one in some
                for pk in unpack(one.entered)
            ],
            at=at,
        )
        MembershipMove.objects.filter(pk__in=[one.pk for one in some]).delete()
        done += len(some)
    return done
