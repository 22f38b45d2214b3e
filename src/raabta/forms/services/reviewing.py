"""What a colleague decides about held submissions, and deletion of submissions."""

from collections.abc import Collection
from typing import Protocol

from django.db import transaction
from django.utils.translation import ngettext

from raabta.forms.domain_events import SubmissionReceived
from raabta.forms.models import FormSubmission
from raabta.kernel import bus, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.change_sets import (
    Reverted,
    Row,
    Verb,
    add_page,
    open_change_set,
    reverter,
)

State = FormSubmission.State
UNDECIDED = (State.HELD, State.DISCARDED)


class Decision(Protocol):
    def __call__(self, *, workspace: Workspace, actor: Actor, submission_id: int) -> bool: ...


@transaction.atomic
def accept_submission(*, workspace: Workspace, actor: Actor, submission_id: int) -> bool:
    """Let it become somebody's. Returns whether it was held or thrown away until now."""
    if not _move(workspace, submission_id, UNDECIDED, State.RECEIVED):
        return False
    bus.publish(SubmissionReceived(workspace.pk, submission_id))
    _audit(workspace, actor, "submission.accepted", submission_id)
    return True


@transaction.atomic
def discard_submission(*, workspace: Workspace, actor: Actor, submission_id: int) -> bool:
    """It stays in the list of those thrown away, from where it can still be accepted."""
    if not _move(workspace, submission_id, (State.HELD,), State.DISCARDED):
        return False
    _audit(workspace, actor, "submission.discarded", submission_id)
    return True


@transaction.atomic
def delete_submissions(
    *, workspace: Workspace, actor: Actor, submission_ids: Collection[int]
) -> ChangeSet | None:
    """What came of them stays with the people. Found under Undo."""
    mine = FormSubmission.objects.filter(workspace=workspace, deleted_at=None)
    ids = sorted(mine.filter(pk__in=submission_ids).values_list("pk", flat=True))
    if not ids:
        return None
    words = ngettext("Deleted %(count)s submission", "Deleted %(count)s submissions", len(ids))
    change_set = open_change_set(
        workspace=workspace, actor=actor, kind="delete", summary=words % {"count": len(ids)}
    )
    rows = [{"id": pk, "before": {"deleted_at": None}} for pk in ids]
    add_page(change_set=change_set, model="forms.formsubmission", verb="deleted", rows=rows)
    mine.filter(pk__in=ids).update(deleted_at=clock.now())
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="submission.deleted",
        target=change_set.summary,
        detail={"count": len(ids), "change_set": change_set.pk},
    )
    return change_set


@reverter("forms.formsubmission")
def bring_back(workspace: Workspace, _verb: Verb, rows: list[Row], _actor: Actor) -> Reverted:
    mine = FormSubmission.objects.filter(workspace=workspace, pk__in=[row["id"] for row in rows])
    return Reverted(mine.exclude(deleted_at=None).update(deleted_at=None))


def _move(workspace: Workspace, submission_id: int, froms: Collection[State], to: State) -> bool:
    rows = FormSubmission.objects.filter(workspace=workspace, pk=submission_id, deleted_at=None)
    return rows.filter(state__in=list(froms)).update(state=to) == 1


def _audit(workspace: Workspace, actor: Actor, verb: str, submission_id: int) -> None:
    row = FormSubmission.objects.select_related("form").get(pk=submission_id)
    record_audit(workspace=workspace, actor=actor, verb=verb, target=row.form)
