from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.models.consent import ConsentState
from raabta.customers.queries.consent import consent_states
from raabta.messaging.contact_rule import Batch, ContactRule, Verdict
from raabta.messaging.requirements import requirement_of

GRANTED = ConsentState.GRANTED


class NoConsent(ContactRule):
    """No consent granted, and silence is not enough where the person lives; or withdrawn.

    A yes to the message's topic is consent enough, as long as the purpose was not refused.
    """

    key: ClassVar[str] = "no_consent"
    label: ClassVar[str | Promise] = _("No consent")
    priority: ClassVar[int] = 50
    spares_transactional: ClassVar[bool] = True

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        states = consent_states(batch.workspace, list(batch.people), batch.purpose, batch.channel)
        asked = requirement_of(batch.workspace, batch.purpose, batch.channel)
        no = {
            pk
            for pk, person in batch.people.items()
            if states.get(pk) != GRANTED
            and (pk in states or not asked.allows_silence(person.country, batch.channel))
        }
        if batch.topic and no:
            no -= self._by_topic(batch, no, states)
        return {pk: Verdict() for pk in no}

    @staticmethod
    def _by_topic(batch: Batch, no: set[int], states: Mapping[int, str]) -> set[int]:
        about = batch.topic.ledger_purpose if batch.topic else ""
        said = consent_states(batch.workspace, no, about, batch.channel)
        return {pk for pk, state in said.items() if state == GRANTED and pk not in states}
