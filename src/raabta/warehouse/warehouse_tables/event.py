from typing import ClassVar

from raabta.warehouse.warehouse_table import WarehouseTable

# properties asked for often have a column; the rest is JSON
TYPED = {
    "value": "float?",
    "currency": "text",
    "quantity": "float?",
    "product_id": "text",
    "category": "text",
    "order_id": "text",
    "campaign_id": "text",
    "message_id": "text",
    "url": "text",
}


class EventTable(WarehouseTable):
    """What people did. It lives in the warehouse only, so no rebuild loads it anew.

    `origin_id` is the id that an event was handed in under, where that is not its owner's.
    """

    name: ClassVar = "event"
    key: ClassVar = "customer_id"
    unique: ClassVar = ("customer_id", "event_id")
    is_from_records: ClassVar = False
    columns: ClassVar = {
        "workspace_id": "int",
        "event_id": "int",
        "customer_id": "int",
        "name": "text",
        "occurred_at": "time",
        "received_at": "time",
        **TYPED,
        "properties": "json",
        "origin_id": "int?",
    }
