from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.messaging.contact_rule import Batch, ContactRule, Verdict


class Paused(ContactRule):
    """The person asked for a break. Old news after a break is no favour, so it is not sent later."""

    key: ClassVar[str] = "paused"
    label: ClassVar[str | Promise] = _("Asked for a pause")
    priority: ClassVar[int] = 60
    spares_transactional: ClassVar[bool] = True

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        return {
            pk: Verdict()
            for pk, person in batch.people.items()
            if person.paused_until is not None and person.paused_until > batch.at
        }
