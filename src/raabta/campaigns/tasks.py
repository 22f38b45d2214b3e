"""What runs in the background: the start of due campaigns and two jobs."""

from raabta.campaigns import services
from raabta.campaigns.models import Campaign
from raabta.kernel import jobs
from raabta.kernel.pumps import pump
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@pump("campaigns.start_due")
def start_due() -> int:
    return services.start_due()


@jobs.job("campaigns.prepare", queue=jobs.WAREHOUSE)
def prepare(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        campaign = Campaign.objects.get(pk=run.payload["campaign_id"])
        services.prepare_campaign(
            workspace=workspace,
            campaign=campaign,
            progress=run.progress,
        )


@jobs.job("campaigns.reach", queue=jobs.WAREHOUSE)
def reach(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        campaign = Campaign.objects.filter(pk=run.payload["campaign_id"]).first()
        if campaign is not None:
            services.estimate_reach(
                workspace=workspace,
                campaign=campaign,
                progress=run.progress,
            )
