from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.messaging.contact_rule import Batch, ContactRule, Verdict


class NoAddress(ContactRule):
    key: ClassVar[str] = "no_address"
    label: ClassVar[str | Promise] = _("No address for this channel")
    priority: ClassVar[int] = 20

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        return {pk: Verdict() for pk, address in batch.addresses.items() if not address}
