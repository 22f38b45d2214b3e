"""Where personal values come from: an open family that any context can join."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Field:
    """A variable: `person.first_name` is the field `first_name` of the source `person`.

    `kind` is text, number, date or list (whose items an author may loop over).
    """

    key: str
    label: str | Promise
    sample: Any
    may_be_empty: bool = True
    kind: str = "text"


class PersonalisationSource(BaseModel, ABC):
    """One root name of the variables, with its fields and each person's values."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "key" in cls.__dict__:
            SOURCES.register(cls.key, cls)

    @abstractmethod
    def fields(self, workspace: Workspace) -> list[Field]: ...

    @abstractmethod
    def data(self, workspace: Workspace, customer_ids: Iterable[int]) -> Mapping[int, Any]:
        """The values under `key` for each person, in few queries; a person may be left out."""


SOURCES: Registry[PersonalisationSource] = Registry("personalisation")


def sources() -> list[PersonalisationSource]:
    return [member() for member in SOURCES.members()]
