"""Freeze who is in an audience, so that everything that follows concerns the same people."""

from collections.abc import Sequence

from django.db import transaction

from raabta.audiences.models import Audience, Snapshot, SnapshotPage
from raabta.audiences.packing import pack
from raabta.audiences.queries import members_of, together
from raabta.audiences.question import Question
from raabta.audiences.rules import sentence, to_json
from raabta.kernel import clock
from raabta.workspaces.models import Workspace

PAGE = 50_000


def take_snapshot(
    *, workspace: Workspace, include: Sequence[Audience], exclude: Sequence[Audience] = ()
) -> Snapshot:
    """Keep the people of the included audiences who are in no excluded one.

    Runs where the warehouse is owned. The ids are read before the transaction, so that the
    records are never locked while the warehouse works.
    """
    rule = together(include, exclude)
    pages = [(len(ids), pack(ids)) for ids in members_of(workspace, include, exclude, PAGE)]
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            workspace=workspace,
            audience=include[0] if len(include) == 1 else None,
            rule=to_json(rule),
            sentence=sentence(rule, Question(workspace)),
            count=sum(found for found, _packed in pages),
            taken_at=clock.now(),
        )
        SnapshotPage.objects.bulk_create(
            SnapshotPage(workspace=workspace, snapshot=snapshot, position=at, ids=packed)
            for at, (_found, packed) in enumerate(pages)
        )
    return snapshot
