"""Write many records in few statements, each with its history and its page of the change set."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from raabta.kernel import changes, clock
from raabta.kernel import rows as raw
from raabta.objects.models import ObjectChange, ObjectRecord
from raabta.objects.services.records import EXTERNAL_ID, MODEL, differences, values_of
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import Row, add_page

INSERTED = (
    "id", "workspace_id", "kind_id", EXTERNAL_ID, "title", "attributes", "created_at", "updated_at",
)  # fmt: skip
Pair = tuple[ObjectRecord, dict[str, Any]]  # a record as it shall be, and its values before


@dataclass(frozen=True)
class Doing:
    """Who does something to many records, where, when, and in which change that can be undone."""

    workspace: Workspace
    actor: Actor
    change_set: ChangeSet | None
    now: datetime = field(default_factory=clock.now)

    def page(self, model: str, verb: Any, rows: list[Row]) -> None:
        if rows and self.change_set:
            add_page(change_set=self.change_set, model=model, verb=verb, rows=rows)

    def mark(self, ids: Sequence[int]) -> None:
        changes.mark(workspace_id=self.workspace.pk, table="object_record", ids=list(ids))


def insert_records(doing: Doing, records: Sequence[ObjectRecord]) -> None:
    """New records; they get their ids."""
    for record, pk in zip(records, raw.reserve_ids(ObjectRecord, len(records)), strict=True):
        record.pk = pk
    raw.insert(ObjectRecord, INSERTED, [_inserted(record) for record in records])
    doing.page(
        MODEL, "created", [{"id": r.pk, "before": {}, "after": values_of(r)} for r in records]
    )
    doing.mark([record.pk for record in records])


def update_records(doing: Doing, pairs: Sequence[Pair]) -> int:
    """Those that differ from what they were. Returns how many."""
    changed = [(record, before) for record, before in pairs if values_of(record) != before]
    now = raw.stored(doing.now)
    raw.update(
        ObjectRecord,
        (EXTERNAL_ID, "title", "attributes", "updated_at"),
        [(r.external_id, r.title, raw.as_json(r.attributes), now, r.pk) for r, _before in changed],
    )
    _keep_history(doing, changed)
    rows: list[Row] = [
        {"id": record.pk, "before": before, "after": values_of(record)}
        for record, before in changed
    ]
    doing.page(MODEL, "updated", rows)
    doing.mark([record.pk for record, _before in changed])
    return len(changed)


def _keep_history(doing: Doing, pairs: Sequence[Pair]) -> None:
    ObjectChange.objects.bulk_create(
        [
            ObjectChange(
                workspace=doing.workspace,
                record=record,
                differences=differences(before, values_of(record)),
                actor=doing.actor.label[:150],
                via=doing.actor.via,
                changed_at=doing.now,
            )
            for record, before in pairs
        ],
        batch_size=500,
    )


def _inserted(record: ObjectRecord) -> tuple[Any, ...]:
    return (
        record.pk,
        record.workspace_id,
        record.kind_id,
        record.external_id,
        record.title,
        raw.as_json(record.attributes),
        raw.stored(record.created_at),
        raw.stored(record.updated_at),
    )
