from raabta.content.models import Template
from raabta.content.services.link_answers import record_answers
from raabta.kernel import jobs
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@jobs.job("content.check_links")
def check_links(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        template = Template.objects.get(pk=run.payload["template_id"])
        record_answers(template=template, run=run)
