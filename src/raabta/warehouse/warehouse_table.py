"""The family of warehouse tables: what is copied from records, by whom, and when."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.warehouse.engine import Shape

Row = tuple[Any, ...]


class WarehouseTable(BaseModel):
    """One table. Its name is what `changes.mark(table=…)` says; the marked ids are its `key`."""

    name: ClassVar[str]
    columns: ClassVar[dict[str, str]]  # types of `engine.shapes`; the first is workspace_id
    key: ClassVar[str]  # the column that marked ids belong to
    unique: ClassVar[tuple[str, ...]]  # what tells two rows of a workspace apart
    watches: ClassVar[tuple[str, ...]] = ()  # other marked tables with the same kind of id
    is_from_records: ClassVar[bool] = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in cls.__dict__:
            warehouse_tables.register(cls.name, cls)

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[Row]:
        """The current rows with these keys, values in the order of `columns`.

        Called inside the workspace. What is deleted or erased in the records is left out, which
        takes it out of the warehouse.
        """
        raise NotImplementedError

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        """Keys of the workspace's records above `after`, ascending; for loading from scratch."""
        raise NotImplementedError

    @classmethod
    def shape(cls) -> Shape:
        return Shape(
            name=cls.name,
            columns=cls.columns,
            key=cls.key,
            unique=cls.unique,
            is_from_records=cls.is_from_records,
        )


warehouse_tables: Registry[WarehouseTable] = Registry("warehouse_tables")


def watchers(table: str) -> list[type[WarehouseTable]]:
    """The warehouse tables that a change of `table` concerns."""
    return [
        member
        for member in warehouse_tables.members()
        if member.is_from_records and table in (member.name, *member.watches)
    ]
