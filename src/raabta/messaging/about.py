"""What a message is for: the purpose it serves and, when people can choose it, the topic."""

from dataclasses import dataclass

from raabta.customers.models import Topic


@dataclass(frozen=True)
class About:
    purpose: str = "marketing"
    topic: Topic | None = None


MARKETING = About()
