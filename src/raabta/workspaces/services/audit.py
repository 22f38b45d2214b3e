"""Keep who did what."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import AuditEntry, Workspace
from raabta.workspaces.scoped import working_in


def record_audit(
    *,
    workspace: Workspace,
    actor: Actor,
    verb: str,
    target: Model | str,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one line of the audit trail; call it inside the transaction of the deed.

    `verb` is "noun.past" and gets its words in `verbs`; `detail` is JSON for the reader.
    """
    kind, pk = "", ""
    if isinstance(target, Model):
        kind, pk = target._meta.label_lower, str(target.pk)
    with working_in(workspace):
        return AuditEntry.objects.create(
            workspace=workspace,
            at=clock.now(),
            verb=verb,
            actor_label=actor.label[:150],
            actor_via=actor.via,
            actor_user_id=actor.user_id,
            target_kind=kind,
            target_id=pk,
            target_label=str(target)[:200],
            detail=detail or {},
        )


def forget_audit(*, workspace: Workspace, entry_ids: Collection[int]) -> int:
    """Entries older than the workspace wants to keep; nothing else may call this."""
    return AuditEntry.objects.filter(workspace=workspace, pk__in=entry_ids).delete()[0]
