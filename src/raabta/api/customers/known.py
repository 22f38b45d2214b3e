"""Customers as other systems know them: by our id, by theirs, or by e-mail."""

from collections.abc import Sequence

from pydantic import Field

from raabta.api.shapes import Body, Id, Text
from raabta.customers.models import Identity
from raabta.customers.queries import people
from raabta.workspaces.models import Workspace

SLICE = 500


class Who(Body):
    customer_id: Id | None = None
    external_id: Text | None = Field(None, max_length=100, examples=["C-1042"])
    email: Text | None = Field(None, max_length=254, examples=["zainab@mail.example"])

    @property
    def is_somebody(self) -> bool:
        return bool(self.customer_id or self.external_id or self.email)

    @property
    def address(self) -> str:
        return (self.email or "").strip().lower()


def ids_of(workspace: Workspace, rows: Sequence[Who]) -> list[int | None]:
    """The customer each row means by the first name it gives; None for nobody we have."""
    everybody = people(workspace)
    live = Identity.objects.filter(workspace=workspace, kind="email", is_live=True)
    ours = set(_values(everybody, "pk", {row.customer_id for row in rows}))
    theirs = _values(everybody, "external_id", {row.external_id for row in rows})
    addresses = _values(live, "value", {row.address for row in rows}, pk="customer_id")
    return [
        (row.customer_id if row.customer_id in ours else None)
        if row.customer_id
        else theirs.get(row.external_id or "") or addresses.get(row.address)
        for row in rows
    ]


def _values(rows: object, field: str, wanted: set[object], *, pk: str = "pk") -> dict[object, int]:
    keys = sorted(wanted - {None, ""}, key=str)
    found: dict[object, int] = {}
    for at in range(0, len(keys), SLICE):
        some = rows.filter(**{f"{field}__in": keys[at : at + SLICE]})  # type: ignore[attr-defined]
        found.update(some.values_list(field, pk))
    return found
