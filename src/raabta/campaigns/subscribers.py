from raabta.campaigns.queries import campaign_of
from raabta.campaigns.services import finish_campaign
from raabta.kernel import bus
from raabta.messaging.domain_events import MailingFinished
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@bus.subscribe(MailingFinished)
def close_campaign(event: MailingFinished) -> None:
    workspace = Workspace.objects.filter(pk=event.workspace_id).first()
    if workspace is None:
        return
    with working_in(workspace):
        campaign = campaign_of(workspace, event.origin)
        if campaign is not None:
            finish_campaign(workspace=workspace, campaign=campaign)
