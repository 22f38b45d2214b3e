"""The warehouse's tables as one workspace sees them: the one place where rows are scoped."""

from typing import Any

from raabta.warehouse.warehouse_table import warehouse_tables


class Tables:
    """`tables.customer`, `tables["order"]`: Ibis tables that hold one workspace's rows only.

    With `among` those of some people only: `queries.fetch_among` tells of whom.
    """

    def __init__(self, workspace_id: int, *, among: bool = False) -> None:
        self.workspace_id = workspace_id
        self.among = among

    def __getitem__(self, name: str) -> Any:
        """Raises UnknownMember."""
        shape = warehouse_tables[name].shape()
        if self.among and "customer_id" in shape.columns:
            return shape.among().ibis()  # scoped where the people are chosen
        table = shape.ibis()
        return table.filter(table.workspace_id == self.workspace_id)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]
