from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.models import Topic
from raabta.customers.models.consent import ConsentState
from raabta.customers.queries.consent import consent_states
from raabta.messaging.contact_rule import Batch, ContactRule, Verdict


class NotTheirTopic(ContactRule):
    """The person said no to what the message is about, or had to say yes and did not."""

    key: ClassVar[str] = "topic"
    label: ClassVar[str | Promise] = _("Did not choose this topic")
    priority: ClassVar[int] = 55
    spares_transactional: ClassVar[bool] = True

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        topic = batch.topic
        if topic is None:
            return {}
        states = consent_states(batch.workspace, batch.people, topic.ledger_purpose, batch.channel)
        silence = ConsentState.GRANTED if topic.kind == Topic.Kind.OPT_OUT else None
        return {
            pk: Verdict() for pk in batch.people if states.get(pk, silence) != ConsentState.GRANTED
        }
