from typing import ClassVar

from django.utils.translation import gettext as _

from raabta.messaging.models import ChannelSetting
from raabta.workspaces.home_card import HomeCard, Matter
from raabta.workspaces.models import Workspace


class ChannelTrouble(HomeCard):
    """A way out that is down or asked for a break."""

    key: ClassVar[str] = "channel_trouble"
    permission: ClassVar[str] = "messaging.view"
    place: ClassVar[int] = 15

    def matters(self, workspace: Workspace) -> list[Matter]:
        words = _("Mail does not leave through “%(name)s”: %(problem)s")
        troubled = ChannelSetting.objects.filter(workspace=workspace).exclude(problem="")
        return [
            Matter(
                text=words % {"name": channel.name, "problem": channel.problem[:200]},
                url_name="web:channels:index",
                tone="error",
                icon="unplug",
                action=_("Look at it"),
            )
            for channel in troubled[:3]
        ]
