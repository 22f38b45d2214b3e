from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from raabta.customers.models import Consent
from raabta.warehouse.warehouse_table import WarehouseTable


class ConsentTable(WarehouseTable):
    """Where people stand now; marked by customer id."""

    name: ClassVar = "consent"
    key: ClassVar = "customer_id"
    unique: ClassVar = ("customer_id", "purpose", "channel")
    watches: ClassVar = ("customer",)
    columns: ClassVar = {
        "workspace_id": "int",
        "customer_id": "int",
        "purpose": "text",
        "channel": "text",
        "state": "text",
        "since": "time",
    }

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        live = Consent.objects.filter(
            customer_id__in=ids, customer__deleted_at=None, customer__erased_at=None
        )
        for found in live.order_by().values_list(
            "customer_id", "purpose", "channel", "state", "since"
        ):
            yield (workspace_id, *found)

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        people = Consent.objects.filter(customer_id__gt=after).order_by("customer_id")
        return list(people.values_list("customer_id", flat=True).distinct()[:limit])
