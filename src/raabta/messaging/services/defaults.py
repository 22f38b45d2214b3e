"""What a workspace sends with before anybody chose: the outbox, and a made-up sender."""

from raabta.kernel import clock
from raabta.messaging.models import ChannelSetting, Sender
from raabta.workspaces.models import Workspace


def default_channel(workspace: Workspace) -> ChannelSetting:
    found = ChannelSetting.objects.filter(workspace=workspace, is_default=True).first()
    if found:
        return found
    made, _ = ChannelSetting.objects.get_or_create(
        workspace=workspace,
        is_default=True,
        defaults={"key": "outbox", "name": "Outbox", "created_at": clock.now()},
    )
    return made


def default_sender(workspace: Workspace) -> Sender:
    found = Sender.objects.filter(workspace=workspace).order_by("-is_default", "id").first()
    if found:
        return found
    made, _ = Sender.objects.get_or_create(
        workspace=workspace,
        is_default=True,
        defaults={"name": workspace.name[:100], "address": f"hello@{workspace.slug}.example"},
    )
    return made
