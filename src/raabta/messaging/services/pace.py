"""Rates that several processes share: a token bucket in the row of the channel or mailing."""

from datetime import datetime
from typing import TypeVar

from raabta.kernel import clock
from raabta.messaging.models import ChannelSetting, Mailing

Row = TypeVar("Row", ChannelSetting, Mailing)
TRIES = 5


def take_permits(row: Row, wanted: int) -> int:
    """How many of `wanted` may leave now; they count as used."""
    for _ in range(TRIES):
        row.refresh_from_db(fields=["per_second", "allowance", "allowance_at"])
        if not row.per_second:
            return wanted
        now = clock.now()
        filled = _filled(row.per_second, row.allowance, row.allowance_at, now)
        granted = min(int(filled), wanted)
        if not granted:
            return 0
        same = type(row).objects.filter(pk=row.pk, allowance_at=row.allowance_at)
        if same.update(allowance=filled - granted, allowance_at=now):
            return granted
    return 0


def _filled(per_second: int, allowance: float, since: datetime | None, now: datetime) -> float:
    """What the bucket holds now; it never holds more than a second's worth."""
    if since is None:
        return 1.0
    grown = allowance + max(0.0, (now - since).total_seconds()) * per_second
    return min(float(per_second), grown)
