"""The family of activities: signs that a person still has to do with the business."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


class Activity(BaseModel):
    """Subclass it in `activities.py` (or the folder) of any context.

    Only what the person did counts: not what we sent them, and no edit of a colleague.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            activities.register(cls.key, cls)

    def since(
        self, workspace: Workspace, customer_ids: Collection[int], edge: datetime
    ) -> set[int]:
        """Those of these people (at most some thousands) who were active at `edge` or later."""
        raise NotImplementedError


activities: Registry[Activity] = Registry("activities")


def active_since(workspace: Workspace, customer_ids: Collection[int], edge: datetime) -> set[int]:
    """Whoever any member knows to be active."""
    return {
        pk
        for member in activities.members()
        for pk in member().since(workspace, customer_ids, edge)
    }
