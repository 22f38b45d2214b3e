from typing import ClassVar

from raabta.warehouse.warehouse_table import WarehouseTable


class MemberTable(WarehouseTable):
    """Who is in which audience since when. Moves alone write it, so no rebuild loads it anew.

    Its key is the audience, so that who is erased leaves by a move as everybody does.
    """

    name: ClassVar = "member"
    key: ClassVar = "audience_id"
    unique: ClassVar = ("audience_id", "customer_id")
    is_from_records: ClassVar = False
    columns: ClassVar = {
        "workspace_id": "int",
        "audience_id": "int",
        "customer_id": "int",
        "entered_at": "time",
    }
