"""The family of palette sources: what the command palette can find."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Hit:
    """One result; `icon` is a Lucide name, "" for that of its source."""

    label: str
    url: str
    hint: str = ""
    icon: str = ""


class PaletteSource(BaseModel):
    """Subclass it in `palette_sources.py` (or the folder) of any context.

    Smaller positions stand higher.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    icon: ClassVar[str]
    permission: ClassVar[str]
    position: ClassVar[int] = 50

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            palette_sources.register(cls.key, cls)

    def hits(self, workspace: Workspace, text: str, limit: int) -> list[Hit]:
        """Results for what was typed (at least two letters), best first, within some 20 ms."""
        raise NotImplementedError


palette_sources: Registry[PaletteSource] = Registry("palette_sources")
