"""Which way messages leave."""

from raabta.messaging.models import ChannelSetting
from raabta.workspaces.models import Workspace

OUTBOX = "outbox"


def way_out(workspace: Workspace) -> ChannelSetting | None:
    """The default channel; None while mails stay on this machine, on the outbox page."""
    chosen = ChannelSetting.objects.filter(workspace=workspace, is_default=True).first()
    return None if chosen is None or chosen.key == OUTBOX else chosen
