"""The family of selections: which people a bulk action or an export is about."""

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


class Selection(BaseModel):
    """Subclass it in `selections.py` (or the folder) of any context.

    Its fields are stored with the job that acts on the people. One that asks the warehouse is
    resolved in the process that owns it.
    """

    key: ClassVar[str]
    asks_warehouse: ClassVar[bool] = False

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            selections.register(cls.key, cls)

    def batches(self, workspace: Workspace) -> Iterator[list[int]]:
        """Customer ids, each once."""
        raise NotImplementedError

    def stored(self) -> dict[str, Any]:
        """As `selection_from` reads it back."""
        return {"key": self.key, "params": self.model_dump(mode="json")}


selections: Registry[Selection] = Registry("selections")


def selection_from(stored: dict[str, Any]) -> Selection:
    return selections.build(stored["key"], stored["params"])
