from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.workspaces.models import Workspace


class Name(LaunchCheck):
    key: ClassVar[str] = "name"
    label: ClassVar[str | Promise] = gettext_lazy("The campaign has a name")
    place: ClassVar[int] = 10

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        if campaign.name.strip():
            return []
        return [
            Finding(
                severity=Severity.BLOCK,
                message=_("Give the campaign a name, so that the report can be found again."),
                fix_url_name="web:campaigns:edit",
            )
        ]
