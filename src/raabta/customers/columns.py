"""Columns of a list or export of people: own fields, attributes, and those of list columns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.customers.attributes import exported
from raabta.customers.field_values import value_of
from raabta.customers.fields import ATTRIBUTE, Field, fields_of
from raabta.customers.list_column import ListColumn, list_columns
from raabta.customers.models import Customer
from raabta.customers.queries import people_by_id
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Column:
    """One column. `field` can be edited in place; `member` fills the cells of all rows at once."""

    key: str
    label: Promise | str
    kind: str = "text"
    field: Field | None = None
    member: type[ListColumn] | None = None
    permission: str = "customers.view"
    sort: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind == "number" or bool(self.member and self.member.is_number)


OWN = (
    Column("id", pgettext_lazy("id", "Number"), "id", sort="customer_id"),
    Column("name", _("Name"), "name", sort="name"),
)
MOMENTS = (
    Column("source", _("Source"), sort="source"),
    Column("created_at", _("Created"), "moment", sort="created_at"),
    Column("updated_at", _("Changed"), "moment", sort="updated_at"),
)
DEFAULT = ("name", "email", "phone", "country", "tags", "created_at")
UNSORTED = {"company_id": "company_name", "time_zone": ""}


def columns_of(workspace: Workspace) -> dict[str, Column]:
    """Every column that a list of this workspace's people can have."""
    own = [
        Column(f.key, f.label, f.kind, field=f, sort=UNSORTED.get(f.key, f.key))
        for f in fields_of(workspace).values()
    ]
    members = [
        Column(m.key, m.label, "member", member=m, permission=m.permission, sort=m.sort)
        for m in list_columns.members()
    ]
    return {column.key: column for column in (*OWN, *own, *members, *MOMENTS)}


def rows_of(
    workspace: Workspace, columns: Sequence[Column], ids: Collection[int]
) -> list[list[Any]]:
    """The cells of each person who still exists, in the order of the ids."""
    return [
        [_plain(column, cell) for column, cell in zip(columns, cells, strict=True)]
        for _customer, cells in table_of(workspace, columns, ids)
    ]


def table_of(
    workspace: Workspace, columns: Sequence[Column], ids: Collection[int]
) -> list[tuple[Customer, list[Any]]]:
    """Each person with their cells, in a number of queries that does not depend on the ids."""
    found = people_by_id(workspace, ids)
    held = [customer.pk for customer in found]
    filled: dict[str, Mapping[int, Any]] = {
        column.key: column.member().cells(workspace, held) for column in columns if column.member
    }
    return [(c, [_cell(c, column, filled) for column in columns]) for c in found]


def _plain(column: Column, cell: Any) -> Any:
    definition = column.field.definition if column.field else None
    return exported(definition, cell) if definition else cell


def _cell(customer: Customer, column: Column, filled: dict[str, Mapping[int, Any]]) -> Any:
    if column.key in filled:
        return filled[column.key].get(customer.pk)
    if column.key == "company_id":
        return customer.company.name if customer.company else ""
    if column.key.startswith(ATTRIBUTE):
        return value_of(customer, column.key)
    return customer.pk if column.key == "id" else getattr(customer, column.key)
