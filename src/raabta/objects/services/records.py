"""Create and change the records of a kind."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raabta.customers import normalise
from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.fields import definitions_of
from raabta.kernel import changes, clock
from raabta.objects.models import ObjectChange, ObjectKind, ObjectRecord
from raabta.objects.services.kinds import title_of
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

MODEL = "objects.objectrecord"
EXTERNAL_ID = "external_id"
LONGEST_ID = 150


class InvalidRecord(Exception):
    """Some values do not fit; `errors` says by field what is wrong."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


@transaction.atomic
def create_record(
    *, workspace: Workspace, actor: Actor, kind: ObjectKind, values: Mapping[str, Any]
) -> ObjectRecord:
    """`values`: raw values by the key of the field, and `external_id`. Raises InvalidRecord."""
    now = clock.now()
    record = ObjectRecord(workspace=workspace, kind=kind, created_at=now, updated_at=now)
    needed = {one.key: None for one in definitions_of(workspace, kind.subject) if one.is_required}
    _put(workspace, kind, record, {**needed, **values})
    _mark(workspace, [record.pk])
    return record


@transaction.atomic
def edit_record(
    *, workspace: Workspace, actor: Actor, record_id: int, values: Mapping[str, Any]
) -> ObjectRecord:
    """Fields that are not named stay. Raises ObjectRecord.DoesNotExist or InvalidRecord."""
    record = ObjectRecord.objects.select_for_update().get(pk=record_id, deleted_at=None)
    was = values_of(record)
    _put(workspace, record.kind, record, values)
    _keep_history(workspace, actor, record, was)
    return record


@transaction.atomic
def upsert_record(
    *, workspace: Workspace, actor: Actor, kind: ObjectKind, values: Mapping[str, Any]
) -> tuple[ObjectRecord, bool]:
    """Create, or change the one with this external id; whether it was created."""
    external_id = normalise.line(str(values.get(EXTERNAL_ID) or ""))
    known = ObjectRecord.objects.filter(kind=kind, external_id=external_id, deleted_at=None)
    found = known.values_list("pk", flat=True).first() if external_id else None
    asked: dict[str, Any] = {"workspace": workspace, "actor": actor, "values": values}
    if found is None:
        return create_record(kind=kind, **asked), True
    return edit_record(record_id=found, **asked), False


def _put(
    workspace: Workspace, kind: ObjectKind, record: ObjectRecord, values: Mapping[str, Any]
) -> None:
    errors: dict[str, str] = {}
    known = {one.key: one for one in definitions_of(workspace, kind.subject)}
    attributes = dict(record.attributes)
    for key, raw in values.items():
        if key == EXTERNAL_ID:
            record.external_id = normalise.line("" if raw is None else str(raw))
            if len(record.external_id) > LONGEST_ID:
                errors[key] = _("It has more than %(most)s letters.") % {"most": LONGEST_ID}
            continue
        try:
            attributes[key] = parse_value(known[key], raw)
        except KeyError:
            errors[key] = _("There is no field “%(key)s”.") % {"key": key[:60]}
        except InvalidValue as error:
            errors[key] = str(error)
    if errors:
        raise InvalidRecord(errors)
    record.attributes = {key: value for key, value in attributes.items() if value is not None}
    _save(kind, record)


def _save(kind: ObjectKind, record: ObjectRecord) -> None:
    record.title = title_of(kind, record)
    record.updated_at = clock.now()
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        words = _("Another record has the unique key “%(id)s”.") % {"id": record.external_id}
        raise InvalidRecord({EXTERNAL_ID: words}) from error


def _keep_history(
    workspace: Workspace, actor: Actor, record: ObjectRecord, was: dict[str, Any]
) -> None:
    changed = differences(was, values_of(record))
    if not changed:
        return
    ObjectChange.objects.create(
        workspace=workspace,
        record=record,
        differences=changed,
        actor=actor.label[:150],
        via=actor.via,
        changed_at=record.updated_at,
    )
    _mark(workspace, [record.pk])


def values_of(record: ObjectRecord) -> dict[str, Any]:
    """What a change keeps of a record: its unique key and its fields."""
    return {EXTERNAL_ID: record.external_id, **record.attributes}


def differences(was: dict[str, Any], now: dict[str, Any]) -> dict[str, list[Any]]:
    """Old and new value of each field that differs."""
    keys = sorted(was.keys() | now.keys())
    return {key: [was.get(key), now.get(key)] for key in keys if was.get(key) != now.get(key)}


def _mark(workspace: Workspace, ids: Collection[int]) -> None:
    changes.mark(workspace_id=workspace.pk, table="object_record", ids=list(ids))
