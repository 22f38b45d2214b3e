"""The secrets of this context, told to key rotation."""

from raabta.messaging.models import ChannelSetting, Sender
from raabta.workspaces.sealing import sealed_field


def declare_sealed_fields() -> None:
    sealed_field(
        ChannelSetting, "sealed_settings", bound_to=lambda row: f"messaging.channel:{row.pk}"
    )
    sealed_field(Sender, "sealed_dkim_key", bound_to=lambda row: f"messaging.sender:{row.pk}")
