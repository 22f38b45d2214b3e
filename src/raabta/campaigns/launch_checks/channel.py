from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.messaging.models import ChannelSetting
from raabta.messaging.queries.channels import way_out
from raabta.workspaces.models import Workspace


class WayOut(LaunchCheck):
    """Says that mails stay on this machine while the outbox page is the channel."""

    key: ClassVar[str] = "channel"
    label: ClassVar[str | Promise] = gettext_lazy("Mails leave through your channel")
    place: ClassVar[int] = 70

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        chosen = way_out(workspace)
        if chosen is not None:
            return self._problem(chosen)
        return [
            Finding(
                severity=Severity.NOTE,
                message=_(
                    "Mails go to the outbox page and stay on this machine. To reach people, set up"
                    " a channel."
                ),
                fix_url_name="web:channels:index",
            )
        ]

    @staticmethod
    def _problem(channel: ChannelSetting) -> list[Finding]:
        if not channel.problem:
            return []
        words = _("%(channel)s had trouble lately: %(problem)s")
        return [
            Finding(
                severity=Severity.WARN,
                message=words % {"channel": channel.name, "problem": channel.problem},
                fix_url_name="web:channels:index",
            )
        ]
