"""Accept pairs: the two become one person, by a merge that can be undone."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.customers.models import CandidatePair, Customer
from raabta.customers.queries.matching import bulk_pairs
from raabta.customers.services.matching.deciding import Decided, decide, suggested_survivor
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.rules import CannotMerge
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.change_sets import Row, add_page, open_change_set

ACCEPT = "customers.accept_duplicates"
MERGES = "customers.merge"  # in the change set of a bulk acceptance
BATCH = 200


class NotMerged(Exception):
    """The two cannot become one; the message says why, and the pair stays in the queue."""


@transaction.atomic
def accept_pair(
    *,
    workspace: Workspace,
    actor: Actor,
    pair_id: int,
    survivor_id: int | None = None,
    is_warned: bool = False,
    change_set: ChangeSet | None = None,
) -> CandidatePair:
    """Merge the two; without `survivor_id` the one who is better known stays.

    With a `change_set` the merge is part of a deed that is taken back as one.

    Raises DoesNotExist, Decided, or NotMerged: also for two with different logins, unless a
    colleague `is_warned`.
    """
    pair = decide(
        workspace=workspace, actor=actor, pair_id=pair_id, state=CandidatePair.State.ACCEPTED
    )
    survivor = survivor_id or suggested_survivor(pair.first, pair.second)
    other = pair.second_id if survivor == pair.first_id else pair.first_id
    try:
        merge = merge_customers(
            workspace=workspace,
            actor=actor,
            survivor_id=survivor,
            other_id=other,
            reason=_("Duplicate"),
            is_warned=is_warned,
        )
    except (CannotMerge, Customer.DoesNotExist) as error:
        raise NotMerged(_not_merged(error)) from error
    if change_set is not None:
        rows: list[Row] = [{"id": merge.pk, "before": {"pair": pair.pk}}]
        add_page(change_set=change_set, model=MERGES, verb="created", rows=rows)
    return pair


def _not_merged(error: Exception) -> str:
    return str(error) if isinstance(error, CannotMerge) else _("One of the two is gone.")


@transaction.atomic
def accept_all(*, workspace: Workspace, actor: Actor) -> Job:
    """Merge every pair that is sure enough, in the background: one change, taken back as one."""
    count = bulk_pairs(workspace).count()
    summary = ngettext(
        "Merged %(count)s pair of duplicates", "Merged %(count)s pairs of duplicates", count
    )
    change_set = open_change_set(
        workspace=workspace, actor=actor, kind="merge", summary=summary % {"count": count}
    )
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="duplicates.accepted",
        target="",
        detail={"count": count, "change_set": change_set.pk},
    )
    return jobs.enqueue(
        ACCEPT,
        workspace_id=workspace.pk,
        payload={"actor": asdict(actor), "count": count, "change_set": change_set.pk},
        requested_by_id=actor.user_id,
    )


def run_accept_all(run: jobs.Run, workspace: Workspace) -> None:
    """The job; each merge is a transaction of its own, so a killed run goes on where it was."""
    actor = Actor(**run.payload["actor"])
    change_set = ChangeSet.objects.get(pk=run.payload["change_set"])
    done, left_alone = run.job.done, run.job.result.get("left_alone", 0)
    run.progress(done, run.payload["count"])
    last = 0
    # accepted pairs leave the question, so each batch begins behind the last pair that was tried
    while some := _batch(workspace, last):
        for pk in some:
            merged = _try(workspace, actor, pk, change_set)
            done, left_alone, last = done + merged, left_alone + (not merged), pk
        run.progress(done, left_alone=left_alone)


def _batch(workspace: Workspace, after: int) -> list[int]:
    found = bulk_pairs(workspace).filter(pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:BATCH])


def _try(workspace: Workspace, actor: Actor, pair_id: int, change_set: ChangeSet) -> bool:
    """Merge unless something has changed since the batch was read."""
    if not bulk_pairs(workspace).filter(pk=pair_id).exists():
        return False
    try:
        accept_pair(workspace=workspace, actor=actor, pair_id=pair_id, change_set=change_set)
    except (Decided, NotMerged):
        return False
    return True
