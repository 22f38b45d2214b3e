from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from raabta.messaging.models import Message
from raabta.warehouse.warehouse_table import WarehouseTable

FIELDS = (
    "pk", "origin", "customer_id", "channel", "state", "reason", "language", "planned_at",
    "sent_at", "opened_at", "clicked_at", "machine_opened_at", "machine_clicked_at",
    "bounced_at", "bounce_kind", "unsubscribed_at", "complained_at",
)  # fmt: skip


class MessageTable(WarehouseTable):
    """The send ledger, tests left out; a claim is no state that analysis knows."""

    name: ClassVar = "message"
    key: ClassVar = "message_id"
    unique: ClassVar = ("message_id",)
    columns: ClassVar = {
        "workspace_id": "int",
        "message_id": "int",
        "origin": "text",
        "customer_id": "int?",
        "channel": "text",
        "state": "text",
        "reason": "text",
        "language": "text",
        "planned_at": "time",
        "sent_at": "time?",
        "opened_at": "time?",
        "clicked_at": "time?",
        "machine_opened_at": "time?",
        "machine_clicked_at": "time?",
        "bounced_at": "time?",
        "bounce_kind": "text",
        "unsubscribed_at": "time?",
        "complained_at": "time?",
    }

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        found = Message.objects.filter(pk__in=ids).exclude(origin__startswith="test:")
        for row in found.order_by().values_list(*FIELDS):
            yield (workspace_id, *row)

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        rows = Message.objects.filter(pk__gt=after).exclude(origin__startswith="test:")
        return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
