from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import msgspec

from raabta.customers.models import Company
from raabta.warehouse.warehouse_table import WarehouseTable

BUILT_IN = ("name", "domain", "phone", "country", "city", "external_id")


class CompanyTable(WarehouseTable):
    """`properties` has the attributes by key; a built-in field of the same name goes first."""

    name: ClassVar = "company"
    key: ClassVar = "company_id"
    unique: ClassVar = ("company_id",)
    columns: ClassVar = {
        "workspace_id": "int",
        "company_id": "int",
        "name": "text",
        "properties": "json",
    }

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        live = Company.objects.filter(pk__in=ids, deleted_at=None).order_by()
        for pk, attributes, *plain in live.values_list("pk", "attributes", *BUILT_IN):
            held = attributes | dict(zip(BUILT_IN, plain, strict=True))
            yield (workspace_id, pk, plain[0], msgspec.json.encode(held).decode())

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        later = Company.objects.filter(pk__gt=after, deleted_at=None).order_by("pk")
        return list(later.values_list("pk", flat=True)[:limit])
