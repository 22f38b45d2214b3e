"""What one person can choose about messages, and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from raabta.customers.models import Customer, Topic
from raabta.customers.purposes import CHANNELS, PURPOSES
from raabta.customers.queries.consent import consents_of
from raabta.customers.queries.topics import offered_topics
from raabta.messaging.requirements import Requirements, requirements_of

MARKETING = "marketing"
Key = tuple[str, str]  # purpose or topic as the ledger calls it, channel
BY_PHONE = {"sms", "whatsapp", "phone"}


@dataclass(frozen=True)
class Offer:
    """One purpose, the channels it may come by, and its topics with theirs."""

    purpose: str
    channels: list[str]
    topics: list[tuple[Topic, list[str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Stand:
    """What a person said; where they said nothing, what that means."""

    customer: Customer
    states: Mapping[Key, str]
    required: Requirements
    topics: Mapping[str, Topic]

    def wants(self, purpose: str, channel: str) -> bool:
        state = self.states.get((purpose, channel))
        if state:
            return state == "granted"
        if topic := self.topics.get(purpose):
            return topic.kind == Topic.Kind.OPT_OUT
        return self.required.of(purpose, channel).allows_silence(self.customer.country, channel)


def stand_of(customer: Customer) -> Stand:
    workspace = customer.workspace
    rows = consents_of(workspace, customer.pk)
    return Stand(
        customer,
        {(row.purpose, row.channel): row.state for row in rows},
        requirements_of(workspace),
        {topic.ledger_purpose: topic for topic in offered_topics(workspace)},
    )


def offers_to(stand: Stand, own: Key | None = None) -> list[Offer]:
    """What the person is asked about: marketing, what they answered before, and all topics.

    `own` is what the message was about whose link they followed.
    """
    topics = list(stand.topics.values())
    said = [*stand.states, *([own] if own else []), (MARKETING, "email")]
    found = []
    for purpose in PURPOSES:
        under = [topic for topic in topics if topic.purpose == purpose]
        asked = {channel for about, channel in said if about == purpose}
        asked |= {channel for topic in under for channel in topic.channels}
        channels = _reachable(stand, asked)
        if channels:
            those = [(topic, _reachable(stand, set(topic.channels))) for topic in under]
            found.append(Offer(purpose, channels, [pair for pair in those if pair[1]]))
    return found


def _reachable(stand: Stand, channels: set[str]) -> list[str]:
    """In the usual order, without those for which we have no address of theirs."""
    person = stand.customer
    lacking = (set() if person.phone else BY_PHONE) | (set() if person.email else {"email"})
    return [channel for channel in CHANNELS if channel in channels - lacking]
