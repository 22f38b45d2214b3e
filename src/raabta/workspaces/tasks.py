"""Background work of workspaces."""

from datetime import timedelta

from raabta.kernel import jobs, schedule
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services import arrivals, leaving, retention
from raabta.workspaces.services.change_sets import (
    AlreadyReverted,
    forget_old_change_sets,
    revert_change_set,
)


@jobs.job("workspaces.revert")
def revert(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.payload["workspace_id"])
    with working_in(workspace):
        change_set = ChangeSet.objects.get(pk=run.payload["change_set_id"])
    try:
        revert_change_set(
            workspace=workspace,
            change_set=change_set,
            actor=Actor(**run.payload["actor"]),
            progress=run.progress,
        )
    except AlreadyReverted:
        return  # the process died between the last page and the end of this job


@jobs.job(retention.COUNT, queue=jobs.WAREHOUSE)
def count_retention(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        retention.count_rules(run, workspace)


@jobs.job(retention.APPLY, queue=jobs.WAREHOUSE)
def apply_retention(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        retention.apply_rules(run, workspace)


@jobs.job(leaving.EXPORT, queue=jobs.WAREHOUSE)  # events are in there
def export(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        leaving.run_export(run, workspace)


@jobs.job(arrivals.IMPORT, queue=jobs.WAREHOUSE)
def import_whole(run: jobs.Run) -> None:
    arrivals.run_import(run, Workspace.objects.get(pk=run.job.workspace_id or 0))


@schedule.every(timedelta(days=1), key="workspaces.apply_retention")
def apply_retention_nightly() -> None:
    retention.request_all_rules()


@schedule.every(timedelta(days=1), key="workspaces.forget_old_change_sets")
def forget_change_sets() -> None:
    forget_old_change_sets()
