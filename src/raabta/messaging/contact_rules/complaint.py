from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.models import Consent
from raabta.customers.models.consent import ConsentState
from raabta.messaging.contact_rule import Batch, ContactRule, Verdict
from raabta.messaging.models import Message


class Complaint(ContactRule):
    """The person called an earlier message of ours spam, whatever address it went to.

    A consent given after that takes the complaint back.
    """

    key: ClassVar[str] = "complaint"
    label: ClassVar[str | Promise] = _("Complained about an earlier message")
    priority: ClassVar[int] = 40
    spares_transactional: ClassVar[bool] = True

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        complained = dict(
            Message.objects.filter(
                workspace=batch.workspace,
                customer__in=list(batch.people),
                complained_at__isnull=False,
            ).values_list("customer", "complained_at")
        )
        if not complained:
            return {}
        since = self.consented(batch, list(complained))
        return {
            pk: Verdict()
            for pk, at in complained.items()
            if pk and at and not (pk in since and since[pk] > at)
        }

    @staticmethod
    def consented(batch: Batch, ids: list[int | None]) -> dict[int, datetime]:
        rows = Consent.objects.filter(
            workspace=batch.workspace,
            customer__in=ids,
            state=ConsentState.GRANTED,
            purpose=batch.purpose,
        )
        return dict(rows.values_list("customer", "since"))
