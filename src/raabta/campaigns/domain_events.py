"""What happened to a campaign, for contexts above."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CampaignLaunched:
    """The send was ordered; the cancel window may still be open."""

    workspace_id: int
    campaign_id: int


@dataclass(frozen=True)
class LaunchWithdrawn:
    """Taken back before anything was sent; the campaign is a draft again."""

    workspace_id: int
    campaign_id: int


@dataclass(frozen=True)
class CampaignFinished:
    """Nothing more will be sent: everybody was served, or the campaign was cancelled."""

    workspace_id: int
    campaign_id: int
