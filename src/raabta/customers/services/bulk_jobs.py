"""Start what concerns many people: bulk edits and exports, with the people frozen first."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from raabta.customers.deed import Deed, Stored
from raabta.customers.frozen import forget, freeze, thaw
from raabta.customers.selection import Selection, selection_from
from raabta.customers.selections import Listed
from raabta.customers.services.bulk_edit import apply_deed, open_bulk_edit
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.audit import record_audit

AT_ONCE = 500
SELECT_HERE, SELECT_IN_WAREHOUSE = "customers.select", "customers.select_in_warehouse"
BULK_EDIT, EXPORT = "customers.bulk_edit", "customers.export"


@dataclass(frozen=True)
class Started:
    """A bulk edit: done already when there is no job."""

    change_set: ChangeSet
    job: Job | None
    changed: int = 0


@transaction.atomic
def bulk_edit(
    *, workspace: Workspace, actor: Actor, selection: Selection, deed: Deed, count: int
) -> Started:
    """Do it at once to a few people, else in the background. `count` is for the summary.

    Raises InvalidTag.
    """
    change_set = open_bulk_edit(workspace=workspace, actor=actor, deed=deed, count=count)
    detail = {"change_set": change_set.pk, "count": count}
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="customers.bulk_edited",
        target=change_set.summary,
        detail=detail,
    )
    if isinstance(selection, Listed) and len(selection.ids) <= AT_ONCE:
        changed = apply_deed(
            workspace=workspace,
            actor=actor,
            change_set=change_set,
            deed=deed,
            customer_ids=selection.ids,
        )
        return Started(change_set, None, changed)
    payload = {"change_set": change_set.pk, "deed": deed.model_dump(mode="json")}
    job = select_and(BULK_EDIT, payload, workspace=workspace, actor=actor, selection=selection)
    return Started(change_set, job)


def select_and(
    then: str,
    payload: dict[str, Any],
    *,
    workspace: Workspace,
    actor: Actor,
    selection: Selection,
) -> Job:
    """Freeze the selection in the background, then run the job `then` on it."""
    by = {"label": actor.label, "via": actor.via, "user_id": actor.user_id}
    return jobs.enqueue(
        SELECT_IN_WAREHOUSE if selection.asks_warehouse else SELECT_HERE,
        workspace_id=workspace.pk,
        requested_by_id=actor.user_id,
        payload={"selection": selection.stored(), "then": then, "payload": payload, "actor": by},
    )


def select(run: jobs.Run, workspace: Workspace) -> None:
    """The job that freezes a selection."""
    if "next_job" in run.job.result:
        return
    selection = selection_from(run.payload["selection"])
    file, count = freeze(workspace.pk, selection.batches(workspace))
    with transaction.atomic():
        follower = jobs.enqueue(
            run.payload["then"],
            workspace_id=workspace.pk,
            requested_by_id=run.job.requested_by_id,
            payload={
                **run.payload["payload"],
                "file": file,
                "count": count,
                "actor": run.payload["actor"],
            },
        )
        run.progress(count, count, next_job=follower.pk)


def run_bulk_edit(run: jobs.Run, workspace: Workspace) -> None:
    """The job that does the deed, a thousand people in each transaction."""
    payload, actor = run.payload, Actor(**run.payload["actor"])
    deed = Stored.model_validate({"deed": payload["deed"]}).deed
    change_set = ChangeSet.objects.get(pk=payload["change_set"])
    done, changed = run.job.done, run.job.result.get("changed", 0)
    run.progress(done, payload["count"], changed=changed, change_set=change_set.pk)
    for ids in thaw(payload["file"], start=done):
        changed += apply_deed(
            workspace=workspace,
            actor=actor,
            change_set=change_set,
            deed=deed,
            customer_ids=ids,
        )
        done += len(ids)
        run.progress(done, changed=changed)
    forget(payload["file"])
