from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2s
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from raabta.customers.models import Customer, CustomerTag
from raabta.search.folding import fold
from raabta.warehouse.warehouse_table import WarehouseTable

DICE = 2**31 - 1  # a prime; see the random share condition
FIELDS = (
    "id", "public_id", "external_id", "first_name", "last_name", "email", "phone", "language",
    "country", "city", "time_zone", "company_id", "company__name", "attributes", "source",
    "created_at", "updated_at",
)  # fmt: skip


class CustomerTable(WarehouseTable):
    name: ClassVar = "customer"
    key: ClassVar = "customer_id"
    unique: ClassVar = ("customer_id",)
    columns: ClassVar = {
        "workspace_id": "int",
        "customer_id": "int",
        "public_id": "text",
        "external_id": "text",
        "first_name": "text",
        "last_name": "text",
        "name": "text",
        "email": "text",
        "phone": "text",
        "language": "text",
        "country": "text",
        "city": "text",
        "time_zone": "text",
        "company_id": "int?",
        "company_name": "text",
        "tags": "texts",
        "attributes": "json",
        "source": "text",
        "search": "text",  # what the list searches, folded as search folds
        "dice": "int",  # random but fixed for a person
        "created_at": "time",
        "updated_at": "time",
    }

    @classmethod
    def rows(cls, workspace_id: int, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        tags = _tags(ids)
        live = Customer.objects.filter(pk__in=ids, deleted_at=None, erased_at=None)
        for found in live.order_by().values_list(*FIELDS):
            yield _row(workspace_id, found, tags)

    @classmethod
    def ids(cls, workspace_id: int, *, after: int, limit: int) -> list[int]:
        live = Customer.objects.filter(pk__gt=after, deleted_at=None, erased_at=None)
        return list(live.order_by("pk").values_list("pk", flat=True)[:limit])


def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    tags = defaultdict(list)
    links = CustomerTag.objects.filter(customer_id__in=ids).order_by("tag__name")
    for customer_id, name in links.values_list("customer_id", "tag__name"):
        tags[customer_id].append(name)
    return tags


def _row(workspace_id: int, found: tuple[Any, ...], tags: dict[int, list[str]]) -> tuple[Any, ...]:
    (pk, public_id, external, first, last, email, phone, language, country, city, zone,
     company_id, company, attributes, source, created_at, updated_at) = found  # fmt: skip
    name = f"{first} {last}".strip() or email or phone or external or f"#{pk}"
    return (
        workspace_id, pk, str(public_id), external, first, last, name, email, phone, language,
        country, city, zone, company_id, company or "", tags.get(pk, []),
        msgspec.json.encode(attributes).decode() if attributes else "{}", source,
        fold(" ".join((name, email, phone, external, company or ""))), dice(public_id),
        created_at, updated_at,
    )  # fmt: skip


def dice(public_id: UUID) -> int:
    """A number below DICE, fixed by the person's public id."""
    return int.from_bytes(blake2s(public_id.bytes, digest_size=8).digest()) % DICE
