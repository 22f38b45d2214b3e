from datetime import timedelta

from raabta.audiences.question import Question
from raabta.commerce.models import Order
from raabta.commerce.queries.buyers import last_run
from raabta.commerce.services import buyers
from raabta.kernel import jobs, schedule
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@schedule.every(timedelta(hours=1), key="commerce.compute_buyers")
def compute_every_day() -> None:
    """Soon after midnight at each workspace that has orders, for stages change with the day."""
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            run, today = last_run(workspace), Question(workspace).today
            if (run is None or run.computed_on < today) and Order.objects.exists():
                buyers.compute_later(workspace=workspace)
                buyers.forget_old_runs(workspace=workspace, today=today)


@jobs.job("commerce.compute_buyers", queue=jobs.WAREHOUSE)
def compute_buyers(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        buyers.compute_everybody(workspace=workspace, run=run)
