"""When a campaign starts and when each reader may get it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from raabta.campaigns.models import Campaign

EARLIEST_ZONE = timedelta(hours=14)  # Kiribati: the first place where a wall-clock time comes
LATEST_ZONE = timedelta(hours=12)  # Baker Island: the last one


def start_of(campaign: Campaign, *, window_ends_at: datetime) -> datetime:
    """When preparing may begin: not before the cancel window is over."""
    if campaign.timing == Campaign.Timing.NOW or campaign.send_at is None:
        return window_ends_at
    if campaign.timing == Campaign.Timing.AT:
        return max(window_ends_at, campaign.send_at)
    return max(window_ends_at, campaign.send_at - EARLIEST_ZONE)


def last_moment(campaign: Campaign) -> datetime | None:
    """After this the schedule lies in the past for everybody."""
    if campaign.timing == Campaign.Timing.NOW or campaign.send_at is None:
        return None
    if campaign.timing == Campaign.Timing.LOCAL:
        return campaign.send_at + LATEST_ZONE
    return campaign.send_at


def in_zone(wall_clock: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which a clock in the zone shows this time (kept as if it were UTC).

    An hour that daylight saving skips is taken as the one after it.
    """
    return wall_clock.replace(tzinfo=zone).astimezone(UTC)
