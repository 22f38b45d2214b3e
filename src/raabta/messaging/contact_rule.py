"""The family of reasons why somebody may not be contacted, or not now."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.customers.models import Topic
from raabta.kernel.registry import Registry
from raabta.messaging.models import ContactPolicy
from raabta.messaging.zones import zone_of
from raabta.workspaces.models import Workspace

TRANSACTIONAL = "transactional"


@dataclass(frozen=True)
class Person:
    """What rules need to know of somebody."""

    id: int
    email: str
    phone: str
    country: str
    time_zone: str
    paused_until: datetime | None
    is_gone: bool  # deleted or erased
    every_days: int | None = None  # their own wish: one message of marketing in so many days

    def address(self, channel: str) -> str:
        return self.email if channel == "email" else self.phone


@dataclass(frozen=True)
class Verdict:
    """A refusal. With `retry_at` it is only "not now"."""

    retry_at: datetime | None = None


@dataclass
class Batch:
    """The people one question is about; a rule sees only those whom no earlier rule refused."""

    workspace: Workspace
    policy: ContactPolicy
    purpose: str
    channel: str
    at: datetime
    people: Mapping[int, Person]
    topic: Topic | None = None  # what the message is about, when people can choose that

    @property
    def is_transactional(self) -> bool:
        return self.purpose == TRANSACTIONAL

    @cached_property
    def addresses(self) -> dict[int, str]:
        return {pk: person.address(self.channel) for pk, person in self.people.items()}

    def zone(self, person: Person) -> ZoneInfo:
        """The person's zone: from the profile, else the country, else the workspace."""
        return zone_of(person.time_zone, person.country, self.workspace.time_zone)


rules: Registry["ContactRule"] = Registry("contact_rules")


class ContactRule(BaseModel):
    """Refuses people for one reason. Members live in `contact_rules`, in any context."""

    key: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    priority: ClassVar[int]  # the lowest decides first
    spares_transactional: ClassVar[bool] = False

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.key:
            rules.register(cls.key, cls)

    @abstractmethod
    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        """The refused people; whoever is missing from the answer is fine by this rule.

        Called with up to 5,000 people: ask the database once, not once a person.
        """


def in_order() -> list[type[ContactRule]]:
    return sorted(rules.members(), key=lambda rule: (rule.priority, rule.key))
