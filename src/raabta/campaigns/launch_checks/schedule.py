from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.campaigns.timing import EARLIEST_ZONE, last_moment
from raabta.kernel import clock
from raabta.workspaces.models import Workspace


class FutureSchedule(LaunchCheck):
    key: ClassVar[str] = "schedule"
    label: ClassVar[str | Promise] = gettext_lazy("The time lies in the future")
    place: ClassVar[int] = 90

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        if campaign.timing == Campaign.Timing.NOW:
            return []
        if campaign.send_at is None:
            return [_finding(Severity.BLOCK, _("Choose when the mail is sent."))]
        last = last_moment(campaign)
        if last is not None and last <= clock.now():
            return [_finding(Severity.BLOCK, _("The time chosen for sending has passed."))]
        if self._passed_somewhere(campaign):
            words = _(
                "Where this time has passed already, readers get the mail at once. Choose a time"
                " at least a day ahead to reach everybody at the same hour."
            )
            return [_finding(Severity.WARN, words)]
        return []

    @staticmethod
    def _passed_somewhere(campaign: Campaign) -> bool:
        local = campaign.timing == Campaign.Timing.LOCAL and campaign.send_at is not None
        return local and campaign.send_at - EARLIEST_ZONE < clock.now()  # type: ignore[operator]


def _finding(severity: Severity, message: str) -> Finding:
    return Finding(severity=severity, message=message, fix_url_name="web:campaigns:schedule")
