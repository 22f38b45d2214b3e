from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.company_timeline import CompanyTimelineSource, whose
from raabta.customers.models import CustomerChange, Note
from raabta.customers.queries.company_merges import merges_of_company
from raabta.customers.timeline import Entry
from raabta.customers.timeline_sources import Changes, names_of_changes, via_label
from raabta.workspaces.models import Workspace

A_DEED = 4  # fields that change together, more or less


class CompanyNotes(CompanyTimelineSource):
    """Those about the company and those about its people."""

    key: ClassVar = "notes"
    label: ClassVar = gettext_lazy("Notes")
    icon: ClassVar = "sticky-note"

    def entries(
        self, workspace: Workspace, company_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        theirs = Q(customer__company=company_id, customer__deleted_at=None)
        notes = Note.objects.filter(Q(company=company_id) | theirs, workspace=workspace)
        if before:
            notes = notes.filter(created_at__lt=before)
        return [
            Entry(
                at=note.created_at,
                id=f"note{note.pk}",
                title=_("Note"),
                icon=self.icon,
                by=note.author,
                text=note.body,
                **whose(note.customer),
            )
            for note in notes.select_related("customer").order_by("-created_at", "-pk")[:limit]
        ]


class CompanyChanges(CompanyTimelineSource):
    """Changed fields of its people; those of one deed stand together."""

    key: ClassVar = "changes"
    label: ClassVar = gettext_lazy("Changes")
    icon: ClassVar = "pencil"

    def entries(
        self, workspace: Workspace, company_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        rows = CustomerChange.objects.filter(
            workspace=workspace, customer__company=company_id, customer__deleted_at=None
        )
        if before:
            rows = rows.filter(changed_at__lt=before)
        ordered = rows.select_related("customer").order_by("-changed_at", "customer", "-pk")
        latest = list(ordered[: limit * A_DEED])
        names = names_of_changes(workspace, latest)
        deeds = groupby(latest, key=lambda one: (one.changed_at, one.customer_id, one.actor))
        return [self._entry(list(group), names) for _key, group in deeds][:limit]

    def _entry(self, group: list[CustomerChange], names: dict[str, dict[Any, Any]]) -> Entry:
        told = Changes().entry(group[0].changed_at, group, names)
        return replace(told, template="", extra=None, **whose(group[0].customer))


class CompanyMerges(CompanyTimelineSource):
    key: ClassVar = "merges"
    label: ClassVar = gettext_lazy("Merges")
    icon: ClassVar = "merge"

    def entries(
        self, workspace: Workspace, company_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        merges = merges_of_company(workspace, company_id).filter(survivor=company_id)
        if before:
            merges = merges.filter(at__lt=before)
        words = _("Merged with %(name)s")
        return [
            Entry(
                at=merge.at,
                id=f"merge{merge.pk}",
                title=words % {"name": merge.other.name},
                icon=self.icon,
                text=merge.reason,
                by=merge.actor,
                badge=_("taken back") if merge.undone_at else via_label(merge.via),
            )
            for merge in merges[:limit]
        ]
