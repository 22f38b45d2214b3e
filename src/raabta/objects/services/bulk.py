"""Set a field of many records or delete them: a change that can be undone, in the background
when it is large.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.customers.attributes import parse_value
from raabta.customers.fields import definitions_of
from raabta.customers.frozen import forget, freeze, thaw
from raabta.customers.models import AttributeDefinition
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.objects.models import ObjectKind, ObjectRecord
from raabta.objects.services.kinds import title_of
from raabta.objects.services.records import MODEL, values_of
from raabta.objects.services.writing import Doing, update_records
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.change_sets import open_change_set

BULK = "objects.bulk"
AT_ONCE = 500


class NoSuchField(Exception):
    """The kind has no field of this key that somebody may write."""


@dataclass(frozen=True)
class Started:
    """Done already when there is no job."""

    change_set: ChangeSet
    job: Job | None
    changed: int = 0


@transaction.atomic
def set_field(
    *,
    workspace: Workspace,
    actor: Actor,
    kind: ObjectKind,
    ids: Sequence[int],
    key: str,
    value: Any,
) -> Started:
    """Give a field of these records one value; nothing empties it.

    Raises NoSuchField, or InvalidValue when the value does not fit.
    """
    definition = _field(workspace, kind, key)
    parsed = parse_value(definition, value)
    count = ngettext(
        "%(count)s record of “%(kind)s”: “%(field)s” changed",
        "%(count)s records of “%(kind)s”: “%(field)s” changed",
        len(ids),
    )
    marks = {"count": len(ids), "kind": kind.plural, "field": definition.label}
    deed = {"act": "set_field", "key": key, "value": parsed}
    return _begin(Doing(workspace, actor, None), kind, ids, deed | {"summary": count % marks})


@transaction.atomic
def delete_many(
    *, workspace: Workspace, actor: Actor, kind: ObjectKind, ids: Sequence[int]
) -> Started:
    """Hide these records; the change brings them back."""
    count = ngettext(
        "%(kind)s: %(count)s record deleted", "%(kind)s: %(count)s records deleted", len(ids)
    )
    summary = count % {"kind": kind.plural, "count": len(ids)}
    return _begin(Doing(workspace, actor, None), kind, ids, {"act": "delete", "summary": summary})


def run_bulk(run: jobs.Run, workspace: Workspace) -> None:
    """The job: a thousand records in each transaction; one that died goes on."""
    payload = run.payload
    change_set = ChangeSet.objects.get(pk=payload["change_set"])
    doing = Doing(workspace, Actor(**payload["actor"]), change_set)
    kind = ObjectKind.objects.get(pk=payload["kind"])
    done, changed = run.job.done, run.job.result.get("changed", 0)
    run.progress(done, payload["count"], changed=changed, change_set=change_set.pk)
    for ids in thaw(payload["file"], start=done):
        changed += apply_deed(doing, kind, ids, payload["deed"])
        done += len(ids)
        run.progress(done, changed=changed)
    forget(payload["file"])


@transaction.atomic
def apply_deed(doing: Doing, kind: ObjectKind, ids: Sequence[int], deed: dict[str, Any]) -> int:
    """Returns how many it changed; doing it again changes nothing."""
    alive = ObjectRecord.objects.select_for_update().filter(kind=kind, deleted_at=None)
    held = alive.in_bulk(list(ids))
    if deed["act"] == "delete":
        alive.filter(pk__in=list(held)).update(deleted_at=clock.now())
        doing.page(MODEL, "deleted", [{"id": pk, "before": {}} for pk in held])
        doing.mark(list(held))
        return len(held)
    pairs = [(record, values_of(record)) for record in held.values()]
    for record, _before in pairs:
        kept = {k: v for k, v in record.attributes.items() if k != deed["key"]}
        record.attributes = kept if deed["value"] is None else {**kept, deed["key"]: deed["value"]}
        record.title = title_of(kind, record)
    return update_records(doing, pairs)


def _begin(doing: Doing, kind: ObjectKind, ids: Sequence[int], deed: dict[str, Any]) -> Started:
    workspace, actor, act, summary = doing.workspace, doing.actor, deed["act"], deed["summary"]
    change_set = open_change_set(
        workspace=workspace,
        actor=actor,
        kind="delete" if act == "delete" else "bulk_edit",
        summary=summary,
    )
    verb = "objects.deleted" if act == "delete" else "objects.bulk_edited"
    detail = {"count": len(ids), "change_set": change_set.pk}
    record_audit(workspace=workspace, actor=actor, verb=verb, target=summary, detail=detail)
    if len(ids) <= AT_ONCE:
        doing = Doing(workspace, actor, change_set)
        return Started(change_set, None, apply_deed(doing, kind, ids, deed))
    file, count = freeze(workspace.pk, [list(ids)])
    job = jobs.enqueue(
        BULK,
        workspace_id=workspace.pk,
        requested_by_id=actor.user_id,
        payload={
            "kind": kind.pk,
            "change_set": change_set.pk,
            "deed": deed,
            "file": file,
            "count": count,
            "actor": asdict(actor),
        },
    )
    return Started(change_set, job)


def _field(workspace: Workspace, kind: ObjectKind, key: str) -> AttributeDefinition:
    for one in definitions_of(workspace, kind.subject):
        if one.key == key and not one.is_computed:
            return one
    raise NoSuchField(_("There is no field “%(key)s”.") % {"key": key[:60]})
