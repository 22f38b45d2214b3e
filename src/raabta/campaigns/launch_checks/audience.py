from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import audiences_of
from raabta.workspaces.models import Workspace


class ChosenAudience(LaunchCheck):
    key: ClassVar[str] = "audience"
    label: ClassVar[str | Promise] = gettext_lazy("An audience is chosen")
    place: ClassVar[int] = 20

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        included, excluded = audiences_of(campaign)
        if not included:
            return [self._finding(_("Choose at least one audience that gets the mail."))]
        return [
            self._finding(
                _("The audience “%(name)s” was archived. Choose another one.") % {"name": one.name}
            )
            for one in (*included, *excluded)
            if one.archived_at is not None
        ]

    @staticmethod
    def _finding(message: str) -> Finding:
        return Finding(
            severity=Severity.BLOCK,
            message=message,
            fix_url_name="web:campaigns:audience",
        )
