"""The family of channels: ways by which a message leaves."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Mail:
    """One finished mail with its envelope."""

    message_id: int
    token: str  # the same for every attempt
    envelope_from: str
    recipient: str
    subject: str
    raw: bytes


class Kind(StrEnum):
    SENT = "sent"  # the other side took responsibility
    RETRY = "retry"  # surely not taken; later it may be
    BOUNCED = "bounced"  # refused because of this recipient
    FAILED = "failed"  # refused because of the message
    UNKNOWN = "unknown"  # all was handed over and no answer came
    UNTRIED = "untried"  # nothing of it left


@dataclass(frozen=True)
class Outcome:
    kind: Kind
    text: str = ""  # the other side's words
    bounce_kind: str = ""  # hard or soft, with BOUNCED
    provider_id: str = ""


UNTRIED = Outcome(Kind.UNTRIED)


@dataclass(frozen=True)
class Delivery:
    """One outcome for each mail, in order; `problem` when the channel itself is in trouble."""

    outcomes: list[Outcome]
    problem: str = ""


@dataclass
class Way:
    """What a channel may need beside its settings."""

    workspace: Workspace
    go_on: Callable[[], bool] = field(
        default=lambda: True
    )  # ask before every mail, in the calling thread


class ChannelProblem(Exception):
    """The settings do not work; the text says why, for whoever typed them."""


channels: Registry["Channel"] = Registry("channels")


class Channel(BaseModel):
    """Its pydantic fields are its settings: they draw the settings form and are stored sealed.

    A field of type SecretStr is never shown again. Members live in `channels`.
    """

    model_config = ConfigDict(extra="ignore")

    key: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    text: ClassVar[str | Promise] = ""  # one sentence for the settings page
    words: ClassVar[dict[str, str | Promise]] = {}  # of the choices of its fields
    medium: ClassVar[str] = "email"
    is_idempotent: ClassVar[bool] = False  # a second delivery of the same token changes nothing

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.key:
            channels.register(cls.key, cls)

    @abstractmethod
    def deliver(self, mails: Sequence[Mail], way: Way) -> Delivery:
        """Hand over the mails. Returns an outcome for each of them, whatever happens.

        Before each mail it asks `way.go_on()`; after a no, the rest is UNTRIED.
        """

    @abstractmethod
    def check(self) -> str:
        """Try the connection. Returns what was found. Raises ChannelProblem."""

    def kept(self, tokens: Collection[str]) -> set[str]:
        """Which of these messages surely went out; asked after a crash of idempotent channels."""
        return set()
