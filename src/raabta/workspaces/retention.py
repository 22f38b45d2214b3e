"""The family of retention objects: what is kept for a while only, if the workspace wants that."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace

Progress = Callable[[int], object]


class Retained(BaseModel):
    """Subclass it in `retention_objects.py` (or the folder) of any context.

    Both methods run where the warehouse is. What belongs to people on legal hold is neither
    counted nor removed.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    text: ClassVar[Promise | str]  # one sentence: what is removed, and what stays
    least_days: ClassVar[int] = 30

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            retention_objects.register(cls.key, cls)

    def count(self, workspace: Workspace, before: datetime) -> int:
        """How many `remove` would remove now."""
        raise NotImplementedError

    def remove(self, workspace: Workspace, before: datetime, progress: Progress) -> int:
        """Remove what is older, in small transactions; safe to repeat. Returns how many.

        Call `progress` with the number removed so far; it may raise to stop.
        """
        raise NotImplementedError


retention_objects: Registry[Retained] = Registry("retention_objects")
