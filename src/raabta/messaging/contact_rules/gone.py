from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.messaging.contact_rule import Batch, ContactRule, Verdict


class Gone(ContactRule):
    """The person was deleted or erased."""

    key: ClassVar[str] = "gone"
    label: ClassVar[str | Promise] = _("Deleted or erased")
    priority: ClassVar[int] = 10

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        return {pk: Verdict() for pk, person in batch.people.items() if person.is_gone}
