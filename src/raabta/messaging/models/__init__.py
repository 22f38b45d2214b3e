from raabta.messaging.models.channels import ChannelSetting, ContactPolicy, OutboxMail, Sender
from raabta.messaging.models.ledger import Engagement, Message, TrackedLink
from raabta.messaging.models.mailings import Mailing
from raabta.messaging.models.pending import PendingConsent
from raabta.messaging.models.requirements import ConsentRequirement
from raabta.messaging.models.suppression import Suppression

__all__ = [
    "ChannelSetting",
    "ConsentRequirement",
    "ContactPolicy",
    "Engagement",
    "Mailing",
    "Message",
    "OutboxMail",
    "PendingConsent",
    "Sender",
    "Suppression",
    "TrackedLink",
]
