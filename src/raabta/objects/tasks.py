"""What custom objects do in the background."""

from raabta.kernel import jobs
from raabta.objects.services import bulk
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@jobs.job(bulk.BULK)
def run_bulk(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        bulk.run_bulk(run, workspace)
