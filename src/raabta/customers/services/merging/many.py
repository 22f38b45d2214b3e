"""Merge many pairs in the background, each in a transaction of its own."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from raabta.customers.models import Customer, Merge
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.rules import CannotMerge
from raabta.customers.services.merging.values import UnknownChoice
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

MERGE = "customers.merge"
STEP = 20
TOLD = 200  # refusals kept with the job


class Pair(TypedDict):
    survivor_id: int
    other_id: int
    choices: Mapping[str, str]


def merge_later(
    *, workspace: Workspace, actor: Actor, pairs: Sequence[Pair], reason: str = ""
) -> Job:
    """One job for all pairs; what cannot be merged is told in its result and harms no other."""
    by = {"label": actor.label, "via": actor.via, "user_id": actor.user_id}
    return jobs.enqueue(
        MERGE,
        workspace_id=workspace.pk,
        requested_by_id=actor.user_id,
        payload={"pairs": list(pairs), "reason": reason, "actor": by},
    )


def merge_many(run: jobs.Run, workspace: Workspace) -> None:
    """The job; one that was killed finds what it merged and goes on."""
    pairs, actor = run.payload["pairs"], Actor(**run.payload["actor"])
    done = run.job.done
    merged = run.job.result.get("merged", 0)
    refused = list(run.job.result.get("refused", []))
    run.progress(done, len(pairs), merged=merged, refused=refused)
    for at in range(done, len(pairs), STEP):
        some = pairs[at : at + STEP]
        for place, pair in enumerate(some, at):
            problem = _merge(workspace, actor, pair, run.payload["reason"])
            merged += not problem
            if problem and len(refused) < TOLD:
                refused.append({"pair": place, "message": problem})
        run.progress(at + len(some), merged=merged, refused=refused)


def _merge(workspace: Workspace, actor: Actor, pair: Mapping[str, Any], reason: str) -> str:
    """What stood in the way, or "" when they are one now."""
    if Merge.objects.filter(
        survivor=pair["survivor_id"], other=pair["other_id"], undone_at=None
    ).exists():
        return ""
    try:
        merge_customers(
            workspace=workspace,
            actor=actor,
            survivor_id=pair["survivor_id"],
            other_id=pair["other_id"],
            choices=pair["choices"],
            reason=reason,
        )
    except (CannotMerge, UnknownChoice) as error:
        return str(error)
    except Customer.DoesNotExist:
        return "There is no such customer."
    return ""
