"""Where the value of a field came from: the change that set it, else how the person was made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from raabta.customers.field_values import is_field, value_of
from raabta.customers.models import Customer, CustomerChange, Merge
from raabta.workspaces.models import Workspace
from raabta.workspaces.queries import kept_rows

MODEL = "customers.customer"
# by how the value came: somebody looked at it; a system keeps it; nobody checked it
CONFIDENCE = {"ui": "high", "form": "low", "system": "low"}


@dataclass(frozen=True)
class Source:
    """`label` says more than the way: the file of an import, the person of a merge."""

    via: str
    at: datetime
    actor: str = ""
    label: str = ""
    was: Any = None

    @property
    def confidence(self) -> str:
        return CONFIDENCE.get(self.via, "medium")


def sources_of(workspace: Workspace, customer: Customer) -> dict[str, Source]:
    """By field; a field without an entry has been as it is since the person was made."""
    found: dict[str, Source] = {}
    told = [
        *_changes(workspace, customer),
        *_imports(workspace, customer),
        *_merges(workspace, customer),
    ]
    for field, value, source in sorted(told, key=lambda one: one[2].at, reverse=True):
        if field not in found and value == value_of(customer, field):
            found[field] = source
    return found


def origin_of(workspace: Workspace, customer: Customer) -> Source:
    """How the person was made."""
    for change_set, verb, _row in kept_rows(workspace, MODEL, customer.pk):
        if verb == "created":
            label, by = change_set.summary, change_set.actor_label
            return Source(customer.source, customer.created_at, by, label)
    return Source(customer.source, customer.created_at)


Told = tuple[str, Any, Source]  # field, the value it was set to, how


def _changes(workspace: Workspace, customer: Customer) -> list[Told]:
    rows = CustomerChange.objects.filter(workspace=workspace, customer=customer)
    return [
        (row.field, row.new, Source(row.via, row.changed_at, row.actor, was=row.old))
        for row in rows.order_by("-pk")[:500]
        if is_field(row.field)
    ]


def _imports(workspace: Workspace, customer: Customer) -> list[Told]:
    told: list[Told] = []
    for change_set, _verb, row in kept_rows(workspace, MODEL, customer.pk):
        before = row.get("before", {})
        told += [
            (
                field,
                value,
                Source(
                    change_set.actor_via,
                    change_set.created_at,
                    change_set.actor_label,
                    change_set.summary,
                    before.get(field),
                ),
            )
            for field, value in row.get("after", {}).items()
            if is_field(field)
        ]
    return told


def _merges(workspace: Workspace, customer: Customer) -> list[Told]:
    held = Merge.objects.filter(workspace=workspace, survivor=customer, undone_at=None)
    return [
        (field, after, Source("merge", merge.at, merge.actor, merge.other.name, before))
        for merge in held.select_related("other")
        for field, (before, after) in merge.values.items()
        if is_field(field)
    ]
