"""Make, change and archive kinds of object, and the relations they have."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raabta.kernel import changes, clock
from raabta.objects.models import ObjectKind, ObjectRecord, ObjectRole
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

MOST_KINDS, MOST_ROLES = 30, 10
CHANGEABLE = ("names", "icon", "title_field", "goes_with_person")


class ObjectKeyTaken(Exception):
    """Another kind of the workspace, or another relation of the kind, has this key."""


class TooManyKinds(Exception):
    """The workspace has as many kinds, or the kind as many relations, as there may be."""


@transaction.atomic
def make_kind(*, workspace: Workspace, actor: Actor, values: Mapping[str, Any]) -> ObjectKind:
    """`values`: names ({"en": ["Vehicle", "Vehicles"]}), and perhaps key, icon and so on.

    Raises ObjectKeyTaken or TooManyKinds.
    """
    count = ObjectKind.objects.filter(workspace=workspace, archived_at=None).count()
    _limit(count, MOST_KINDS)
    name = next(iter(values["names"].values()))[0]
    key = values.get("key") or _key(name, f"kind_{count + 1}")
    kind = ObjectKind(workspace=workspace, key=key, created_at=clock.now())
    _put(kind, values)
    record_audit(workspace=workspace, actor=actor, verb="object_kind.made", target=kind.name)
    return kind


@transaction.atomic
def edit_kind(
    *, workspace: Workspace, actor: Actor, kind_id: int, values: Mapping[str, Any]
) -> ObjectKind:
    """Names, icon, title and the choice about erasure; the key stays, for rules hold it."""
    kind = ObjectKind.objects.select_for_update().get(pk=kind_id)
    was = kind.title_field
    _put(kind, values)
    if kind.title_field != was:
        retitle(workspace=workspace, kind=kind)
    return kind


@transaction.atomic
def archive_kind(
    *, workspace: Workspace, actor: Actor, kind_id: int, is_archived: bool = True
) -> None:
    """Hide a kind and its records everywhere, or show them again; nothing is deleted."""
    kind = ObjectKind.objects.select_for_update().get(pk=kind_id)
    if not is_archived:
        alive = ObjectKind.objects.filter(workspace=workspace, archived_at=None)
        _limit(alive.exclude(pk=kind_id).count(), MOST_KINDS)
    kind.archived_at = clock.now() if is_archived else None
    kind.save()
    ids = ObjectRecord.objects.filter(kind=kind).values_list("pk", flat=True)
    changes.mark(workspace_id=workspace.pk, table="object_record", ids=list(ids))
    verb = "object_kind.archived" if is_archived else "object_kind.restored"
    record_audit(workspace=workspace, actor=actor, verb=verb, target=kind.name)


@transaction.atomic
def add_role(*, workspace: Workspace, kind: ObjectKind, values: Mapping[str, Any]) -> ObjectRole:
    """`values`: label, target, and perhaps key, target_kind, is_many.

    Raises ObjectKeyTaken or TooManyKinds.
    """
    held = ObjectRole.objects.filter(kind=kind)
    _limit(held.count(), MOST_ROLES)
    position = (held.aggregate(last=Max("position"))["last"] or 0) + 1
    role = ObjectRole(
        workspace=workspace,
        kind=kind,
        key=values.get("key") or _key(values["label"], f"role_{position}"),
        label=values["label"],
        target=values["target"],
        target_kind=values.get("target_kind"),
        is_many=values.get("is_many", False),
        position=position,
    )
    _save(role, role.key)
    return role


def retitle(*, workspace: Workspace, kind: ObjectKind) -> None:
    """Write the titles anew after another field became the title."""
    ids = []
    for record in ObjectRecord.objects.filter(kind=kind).iterator(chunk_size=1_000):
        title = title_of(kind, record)
        if title != record.title:
            ObjectRecord.objects.filter(pk=record.pk).update(title=title)
            ids.append(record.pk)
    changes.mark(workspace_id=workspace.pk, table="object_record", ids=ids)


def title_of(kind: ObjectKind, record: ObjectRecord) -> str:
    value = record.attributes.get(kind.title_field) if kind.title_field else None
    return str(record.external_id if value in (None, "", []) else value)[:300]


def _put(kind: ObjectKind, values: Mapping[str, Any]) -> None:
    for field in values.keys() & set(CHANGEABLE):
        setattr(kind, field, values[field])
    _save(kind, kind.key)


def _save(row: ObjectKind | ObjectRole, key: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        words = _("The key “%(key)s” is taken already, perhaps by something archived.")
        raise ObjectKeyTaken(words % {"key": key}) from error


def _limit(count: int, most: int) -> None:
    if count >= most:
        raise TooManyKinds(_("There are %(most)s already, and no more may be.") % {"most": most})


def _key(label: str, otherwise: str) -> str:
    return slugify(label).replace("-", "_")[:38] or otherwise
