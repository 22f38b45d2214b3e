"""Where a message's reader stands, for the public pages."""

from django_scopes import scopes_disabled

from raabta.customers.queries.consent import consent_states
from raabta.messaging.models import Message, TrackedLink


def message_by_token(token: str) -> Message | None:
    """The message of a public address, whichever workspace sent it."""
    with scopes_disabled():
        rows = Message.objects.select_related("workspace", "mailing__topic", "customer")
        return rows.filter(token=token).first()


def link_of(message: Message, key: str) -> TrackedLink | None:
    return TrackedLink.objects.filter(
        workspace=message.workspace_id, origin=message.origin, key=key
    ).first()


def consent_state(message: Message, purpose: str) -> str:
    """What the person said last, or "" when nothing is known."""
    if message.customer_id is None:
        return ""
    states = consent_states(message.workspace, [message.customer_id], purpose, message.channel)
    return states.get(message.customer_id, "")
