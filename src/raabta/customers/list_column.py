"""The family of list columns: what a list of people can show beside their own fields."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.money import Money
from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace

Cell = str | int | float | bool | date | datetime | Money | list[str] | None


class ListColumn(BaseModel):
    """Subclass it in `list_columns.py` (or the folder) of any context.

    `sort` is the key that the list's question to the warehouse understands, if any.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    permission: ClassVar[str] = "customers.view"
    is_number: ClassVar[bool] = False
    sort: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            list_columns.register(cls.key, cls)

    def cells(self, workspace: Workspace, ids: Collection[int]) -> Mapping[int, Cell]:
        """One value a person, in a fixed number of queries; people may be left out."""
        raise NotImplementedError


list_columns: Registry[ListColumn] = Registry("list_columns")
