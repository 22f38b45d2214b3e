from contextlib import suppress
from datetime import timedelta

from raabta.audiences.queries import audiences
from raabta.audiences.rules import BadRule
from raabta.audiences.services import count_audience
from raabta.kernel import jobs, schedule
from raabta.warehouse.engine import QueryStopped
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@schedule.every(timedelta(hours=24), key="audiences.count")
def count_every_day() -> None:
    """The history of each audience; only the owner of the warehouse can count."""
    for workspace in Workspace.objects.order_by("pk"):
        jobs.enqueue("audiences.count", workspace_id=workspace.pk)


@jobs.job("audiences.count", queue=jobs.WAREHOUSE)
def count_all(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        every = list(audiences(workspace))
        for done, audience in enumerate(every, start=1):
            with suppress(BadRule, QueryStopped):  # the audience's page tells what is wrong
                count_audience(workspace=workspace, audience=audience)
            run.progress(done, len(every))
