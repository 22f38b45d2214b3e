"""Take back changes to records and links where nothing came after."""

from collections import Counter
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from raabta.customers.models import Company, Customer
from raabta.kernel import changes, clock
from raabta.objects.models import ObjectLink, ObjectRecord, ObjectRole
from raabta.objects.services.kinds import title_of
from raabta.objects.services.links import ENDS, LINKS, keep_link_history
from raabta.objects.services.records import EXTERNAL_ID, MODEL, values_of
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.change_sets import Reverted, Row, Verb, reverter

Text = Promise | str
CHANGED = gettext_lazy("They were changed since")
GONE = gettext_lazy("They, or what they were linked with, are gone")
TAKEN = gettext_lazy("Their unique key is another record's by now")


@reverter(MODEL)
def revert_records(workspace: Workspace, verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
    """Rows {"id", "before": {field: value}, "after": {field: value}}, with the unique key.

    Created ones are hidden unless somebody changed them since; deleted ones come back.
    """
    found = ObjectRecord.objects.select_for_update().select_related("kind")
    held = found.in_bulk([row["id"] for row in rows])
    act = {"created": _hide, "deleted": _show}.get(verb, _put_back)
    skipped: Counter[str] = Counter()
    done = []
    for row in rows:
        record = held.get(row["id"])
        reason = str(act(record, row) if record else GONE)
        if reason:
            skipped[reason] += 1
        else:
            done.append(row["id"])
    changes.mark(workspace_id=workspace.pk, table="object_record", ids=done)
    return Reverted(len(done), dict(skipped))


def _hide(record: ObjectRecord, row: Row) -> Text:
    if record.deleted_at:
        return GONE
    if values_of(record) != row.get("after", values_of(record)):
        return CHANGED
    record.deleted_at = clock.now()
    return _saved(record)


def _show(record: ObjectRecord, row: Row) -> Text:
    if record.deleted_at is None:
        return GONE
    record.deleted_at = None
    return _saved(record)


def _put_back(record: ObjectRecord, row: Row) -> Text:
    if record.deleted_at:
        return GONE
    if values_of(record) != row["after"]:
        return CHANGED
    before = dict(row["before"])
    record.external_id = before.pop(EXTERNAL_ID, "")
    record.attributes = before
    record.title = title_of(record.kind, record)
    return _saved(record)


def _saved(record: ObjectRecord) -> Text:
    """Another record may have the unique key by now."""
    record.updated_at = clock.now()
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        return TAKEN
    return ""


@reverter(LINKS)
def revert_links(workspace: Workspace, verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
    """Rows {"id", "before": the link's ends}; made ones go, those taken away come back."""
    records = [row["before"]["record_id"] for row in rows]
    if verb == "created":
        found = list(ObjectLink.objects.filter(pk__in=[row["id"] for row in rows]))
        ObjectLink.objects.filter(pk__in=[link.pk for link in found]).delete()
    else:
        tied = (_tied_again(workspace, row["before"]) for row in rows)
        found = [link for link in tied if link]
    keep_link_history(workspace, actor, found, is_linked=verb != "created")
    done = len(found)
    changes.mark(workspace_id=workspace.pk, table="object_record", ids=sorted(set(records)))
    return Reverted(done, {str(GONE): len(rows) - done} if done < len(rows) else {})


def _tied_again(workspace: Workspace, ends: dict[str, Any]) -> ObjectLink | None:
    """None when an end or the relation is gone, or somebody else has the relation of one."""
    role = ObjectRole.objects.filter(pk=ends["role_id"]).first()
    record = ObjectRecord.objects.filter(pk=ends["record_id"]).exists()
    if role is None or not record or not all(_is_there(key, ends[key]) for key in ENDS.values()):
        return None
    held = ObjectLink.objects.filter(record=ends["record_id"], role=role)
    if not role.is_many and held.exists():
        return None
    link, made = held.get_or_create(
        **ends, defaults={"workspace": workspace, "created_at": clock.now()}
    )
    return link if made else None


MODELS = {"customer_id": Customer, "company_id": Company, "other_id": ObjectRecord}


def _is_there(end: str, pk: int | None) -> bool:
    return pk is None or MODELS[end].objects.filter(pk=pk).exists()
