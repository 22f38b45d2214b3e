from raabta.content.models import Template
from raabta.kernel.models import Job


def running_link_check(template: Template) -> Job | None:
    """The job that asks the template's links just now."""
    return Job.objects.filter(
        workspace_id=template.workspace_id,
        kind="content.check_links",
        payload__template_id=template.pk,
        state__in=(Job.State.QUEUED, Job.State.RUNNING),
    ).first()
