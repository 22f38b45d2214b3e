from raabta.messaging.models.channels import ChannelSetting, ContactPolicy, OutboxMail, Sender
from raabta.messaging.models.ledger import Engagement, Message, TrackedLink
from raabta.messaging.models.suppression import Suppression

__all__ = [
    "ChannelSetting",
    "ContactPolicy",
    "Engagement",
    "Message",
    "OutboxMail",
    "Sender",
    "Suppression",
    "TrackedLink",
]
