from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.timeline import read_timeline, timeline_sources
from raabta.customers.timeline_sources import Merges
from raabta.workspaces.models import Workspace

PAGE = 200


class Timeline(DataExport):
    """Everything that happened in one list; the other parts tell it in detail."""

    key: ClassVar = "timeline"
    label: ClassVar[Promise | str] = _("Everything that happened, by time")
    covers: ClassVar = ()

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        headings = {"at": _("When"), "kind": _("Kind"), "title": _("What"), "text": _("Details")}
        package.records(self.key, headings, _entries(workspace, customer_id))


def _entries(workspace: Workspace, customer_id: int) -> Iterator[dict[str, Any]]:
    before: datetime | None = None
    # a merge that was taken back names somebody else; those that hold have a file of their own
    sources = [source for source in timeline_sources.members() if source is not Merges]
    while True:
        page = read_timeline(
            workspace,
            customer_id,
            sources=sources,
            before=before,
            limit=PAGE,
        )
        for told in page.entries:
            entry = told.entry
            details = [entry.text, *(f"{line.label}: {line.value}" for line in entry.lines)]
            yield {
                "at": entry.at,
                "kind": str(told.source.label),
                "title": entry.title,
                "text": "\n".join(filter(None, details)),
            }
        if page.next_before is None:
            return
        before = page.next_before
