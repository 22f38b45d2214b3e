"""Open families (channels, conditions, import formats): one class, one file, found by folder."""

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any, Generic, TypeVar

from django.apps import apps
from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


class UnknownMember(LookupError):
    """The family has no member of that key."""


class Registry(Generic[T]):
    """Keyed classes of one family.

    Members are found in the module or folder called `slot` of every installed app, and in the
    entry points of the group `raabta.<slot>`.
    """

    def __init__(self, slot: str) -> None:
        self.slot = slot
        self._members: dict[str, type[T]] = {}
        self._loaded = False

    def register(self, key: str, member: type[T]) -> None:
        """Called by the family's base class for each subclass that has a key."""
        if key in self._members:
            raise ValueError(f"{self.slot}: two members are called {key!r}")
        self._members[key] = member

    def __getitem__(self, key: str) -> type[T]:
        self._load()
        try:
            return self._members[key]
        except KeyError:
            raise UnknownMember(f"{self.slot} has no member {key!r}") from None

    def __contains__(self, key: object) -> bool:
        self._load()
        return key in self._members

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(sorted(self._members))

    def members(self) -> list[type[T]]:
        return [self[key] for key in self]

    def build(self, key: str, params: dict[str, Any]) -> T:
        """A member with its parameters checked.

        Raises UnknownMember, or pydantic.ValidationError when the parameters do not fit.
        """
        return self[key].model_validate(params)

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        for app in apps.get_app_configs():
            name = f"{app.name}.{self.slot}"
            if find_spec(name) is None:
                continue
            module = import_module(name)
            for found in iter_modules(getattr(module, "__path__", [])):
                import_module(f"{name}.{found.name}")
        for entry in entry_points(group=f"raabta.{self.slot}"):
            entry.load()
