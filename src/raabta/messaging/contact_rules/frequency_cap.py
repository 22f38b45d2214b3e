from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.messaging.contact_rule import TRANSACTIONAL, Batch, ContactRule, Verdict
from raabta.messaging.models import Message

COUNTED = (Message.State.HANDED, Message.State.SENT, Message.State.UNKNOWN, Message.State.BOUNCED)


class FrequencyCap(ContactRule):
    """Had the most messages allowed, counted over calendar days of the person's own zone."""

    key: ClassVar[str] = "frequency_cap"
    label: ClassVar[str | Promise] = _("Had enough messages lately")
    priority: ClassVar[int] = 70
    spares_transactional: ClassVar[bool] = True

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        most, days = batch.policy.most_messages, batch.policy.within_days
        if not most or not days:
            return {}
        zones = {pk: batch.zone(person) for pk, person in batch.people.items()}
        starts = {zone: first_moment(batch.at, zone, days) for zone in set(zones.values())}
        had: Counter[int] = Counter()
        earliest = min(starts.values(), default=batch.at)
        for pk, sent_at in self._sent(batch, earliest):
            if sent_at >= starts[zones[pk]]:
                had[pk] += 1
        return {pk: Verdict() for pk, count in had.items() if count >= most}

    @staticmethod
    def _sent(batch: Batch, since: datetime) -> list[tuple[int, datetime]]:
        rows = Message.objects.filter(
            workspace=batch.workspace,
            customer__in=list(batch.people),
            channel=batch.channel,
            sent_at__gte=since,
            state__in=COUNTED,
        ).exclude(purpose=TRANSACTIONAL)
        return list(rows.exclude(origin__startswith="test:").values_list("customer", "sent_at"))  # type: ignore[arg-type]


def first_moment(at: datetime, zone: ZoneInfo, days: int) -> datetime:
    """When the first of the last `days` calendar days, today included, began in the zone."""
    first_day = at.astimezone(zone).date() - timedelta(days=days - 1)
    return datetime.combine(first_day, time.min, tzinfo=zone)
