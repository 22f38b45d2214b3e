from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.messaging.contact_rule import Batch, ContactRule, Verdict


class QuietHours(ContactRule):
    """It is night where the person lives; the message waits for the end of it."""

    key: ClassVar[str] = "quiet_hours"
    label: ClassVar[str | Promise] = _("Quiet hours where they live")
    priority: ClassVar[int] = 80
    spares_transactional: ClassVar[bool] = True

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        begin, end = batch.policy.quiet_from, batch.policy.quiet_until
        if begin is None or end is None or begin == end:
            return {}
        zones = {pk: batch.zone(person) for pk, person in batch.people.items()}
        ends = {zone: quiet_end(batch.at, zone, begin, end) for zone in set(zones.values())}
        return {pk: Verdict(retry_at=ends[zone]) for pk, zone in zones.items() if ends[zone]}


def quiet_end(at: datetime, zone: ZoneInfo, begin: time, end: time) -> datetime | None:
    """When the quiet hours that `at` lies in are over; None outside of them.

    Hours that begin later than they end reach over midnight.
    """
    local = at.astimezone(zone)
    now = local.time()
    inside = begin <= now < end if begin < end else now >= begin or now < end
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if begin > end and now >= begin else 0)
    return datetime.combine(day, end, tzinfo=zone)
