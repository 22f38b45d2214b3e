"""Event sources: add, change, give a new key, pause, delete."""

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.kernel import clock
from raabta.tracking.models import Source
from raabta.tracking.queries import origins_of
from raabta.tracking.queries.keys import forget_keys
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.change_sets import (
    Reverted,
    Row,
    Verb,
    add_page,
    open_change_set,
    reverter,
)

PREFIX = "rbw_"
MOST_SOURCES = 200
FIELDS = ("name", "allowed_origins", "unplanned", "honours_signals", "sets_machines_apart")


class TooManySources(Exception):
    """A workspace has all the sources that it may have."""


@transaction.atomic
def create_source(
    *,
    workspace: Workspace,
    actor: Actor,
    name: str,
    kind: str,
    allowed_origins: Iterable[str] = (),
) -> Source:
    """Raises TooManySources, or origins_of's BadOrigin."""
    if Source.objects.filter(workspace=workspace, deleted_at=None).count() >= MOST_SOURCES:
        words = _("A workspace has at most %(most)s sources.")
        raise TooManySources(words % {"most": MOST_SOURCES})
    made = Source.objects.create(
        workspace=workspace,
        name=name,
        kind=kind,
        write_key=new_key(),
        allowed_origins=origins_of(allowed_origins),
        created_at=clock.now(),
    )
    record_audit(workspace=workspace, actor=actor, verb="source.created", target=made)
    return made


@transaction.atomic
def edit_source(*, workspace: Workspace, actor: Actor, source_id: int, **values: object) -> Source:
    """`values` are some of FIELDS. Raises Source.DoesNotExist or BadOrigin."""
    source = _locked(source_id)
    if "allowed_origins" in values:
        values["allowed_origins"] = origins_of(values["allowed_origins"])  # type: ignore[arg-type]
    changed = [name for name in FIELDS if name in values and getattr(source, name) != values[name]]
    for name in changed:
        setattr(source, name, values[name])
    if changed:
        source.save(update_fields=changed)
        detail = {"fields": changed}
        record_audit(
            workspace=workspace, actor=actor, verb="source.changed", target=source, detail=detail
        )
        forget_keys()
    return source


@transaction.atomic
def rotate_key(*, workspace: Workspace, actor: Actor, source_id: int) -> Source:
    """The old key sends nothing from now on. Raises Source.DoesNotExist."""
    source = _locked(source_id)
    source.write_key = new_key()
    source.save(update_fields=["write_key"])
    record_audit(workspace=workspace, actor=actor, verb="source.rotated", target=source)
    forget_keys()
    return source


@transaction.atomic
def switch_source(*, workspace: Workspace, actor: Actor, source_id: int, is_on: bool) -> Source:
    """Raises Source.DoesNotExist."""
    source = _locked(source_id)
    if source.is_on != is_on:
        source.is_on = is_on
        source.save(update_fields=["is_on"])
        verb = "source.resumed" if is_on else "source.paused"
        record_audit(workspace=workspace, actor=actor, verb=verb, target=source)
        forget_keys()
    return source


@transaction.atomic
def delete_source(*, workspace: Workspace, actor: Actor, source_id: int) -> None:
    """Its key sends nothing more; what it sent stays. Raises Source.DoesNotExist."""
    source = _locked(source_id)
    summary = _("Deleted the event source “%(name)s”") % {"name": source.name}
    change_set = open_change_set(workspace=workspace, actor=actor, kind="delete", summary=summary)
    rows = [{"id": source.pk, "before": {"deleted_at": None}}]
    add_page(change_set=change_set, model="tracking.source", verb="deleted", rows=rows)
    source.deleted_at = clock.now()
    source.save(update_fields=["deleted_at"])
    record_audit(workspace=workspace, actor=actor, verb="source.deleted", target=source)
    forget_keys()


@reverter("tracking.source")
def bring_back(workspace: Workspace, _verb: Verb, rows: list[Row], _actor: Actor) -> Reverted:
    mine = Source.objects.filter(workspace=workspace, pk__in=[row["id"] for row in rows])
    done = mine.exclude(deleted_at=None).update(deleted_at=None)
    forget_keys()
    return Reverted(done)


def new_key() -> str:
    return PREFIX + secrets.token_urlsafe(24)


def _locked(source_id: int) -> Source:
    return Source.objects.select_for_update().get(pk=source_id, deleted_at=None)
