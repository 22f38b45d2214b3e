"""Personal data leaves the warehouse for good."""

from collections.abc import Sequence

from raabta.warehouse.preparing import prepared
from raabta.warehouse.warehouse_table import warehouse_tables


def forget_people(*, workspace_id: int, customer_ids: Sequence[int]) -> None:
    """Remove every row and event of these people from every table that knows them."""
    for member in warehouse_tables.members():
        if member.key == "customer_id":
            prepared().remove(member.shape(), workspace_id=workspace_id, ids=customer_ids)
