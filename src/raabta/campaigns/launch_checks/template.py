from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.workspaces.models import Workspace


class ChosenTemplate(LaunchCheck):
    key: ClassVar[str] = "template"
    label: ClassVar[str | Promise] = gettext_lazy("A message is chosen")
    place: ClassVar[int] = 30

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        if campaign.template is None:
            message = _("Choose the template that is sent.")
        elif campaign.template.archived_at is not None:
            message = _("The template was archived. Choose another one.")
        else:
            return []
        return [
            Finding(severity=Severity.BLOCK, message=message, fix_url_name="web:campaigns:message")
        ]
