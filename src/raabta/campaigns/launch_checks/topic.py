from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.workspaces.models import Workspace

CHANNEL = "email"


class TopicOffered(LaunchCheck):
    """People can still choose what the campaign is about."""

    key: ClassVar[str] = "topic"
    label: ClassVar[str | Promise] = gettext_lazy("People can choose its topic")
    place: ClassVar[int] = 75

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        topic = campaign.topic
        if topic is None or (topic.archived_at is None and CHANNEL in topic.channels):
            return []
        words = _("“%(topic)s” is not offered to people by e-mail any more.")
        return [Finding(severity=Severity.BLOCK, message=words % {"topic": topic})]
