"""How we know what somebody chose."""

from dataclasses import dataclass

from raabta.workspaces.actor import Actor

READER = Actor(label="Recipient", via="preferences")


@dataclass(frozen=True)
class Evidence:
    ip: str | None
    way: str  # one_click, unsubscribe_page, preferences_page, own_page
    user_agent: str = ""
