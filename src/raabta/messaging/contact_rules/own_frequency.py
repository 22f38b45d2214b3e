from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.messaging.contact_rule import Batch, ContactRule, Person, Verdict
from raabta.messaging.contact_rules.frequency_cap import COUNTED, first_moment
from raabta.messaging.models import Message

MARKETING = "marketing"


class OwnFrequency(ContactRule):
    """The person asked for one message of marketing in so many days, and had it.

    The days are calendar days of their own zone; every channel counts.
    """

    key: ClassVar[str] = "own_frequency"
    label: ClassVar[str | Promise] = _("Wants fewer messages")
    priority: ClassVar[int] = 65
    spares_transactional: ClassVar[bool] = True

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        asked = {pk: person for pk, person in batch.people.items() if person.every_days}
        if batch.purpose != MARKETING or not asked:
            return {}
        longest = max(person.every_days or 0 for person in asked.values())
        rows = Message.objects.filter(
            workspace=batch.workspace,
            customer__in=list(asked),
            purpose=MARKETING,
            sent_at__gte=batch.at - timedelta(days=longest + 1),  # a day more, for the zones
            state__in=COUNTED,
        ).exclude(origin__startswith="test:")
        had = rows.values_list("customer_id", "sent_at")
        return {
            pk: Verdict()
            for pk, at in had
            if pk and at and at >= first_moment(batch.at, *self._span(batch, asked[pk]))
        }

    @staticmethod
    def _span(batch: Batch, person: Person) -> tuple[ZoneInfo, int]:
        return batch.zone(person), person.every_days or 1
