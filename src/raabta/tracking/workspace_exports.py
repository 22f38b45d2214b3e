"""Event sources and the catalogue of events."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.workspaces.workspace_export import Table, WorkspaceExport


class Tracking(WorkspaceExport):
    key: ClassVar = "tracking"
    label: ClassVar = _("Event sources, without their keys, and the catalogue of events")
    order: ClassVar = 30
    tables: ClassVar = (
        Table("event_sources", "tracking.Source", renewed=("write_key",)),
        Table("event_catalogue", "tracking.CatalogueEvent"),
        Table("source_days", "tracking.SourceDay"),
    )
    left_out: ClassVar = {
        "tracking.HeldCall": "waits for somebody's answer; take the events in or drop them first",
        "tracking.SeenCall": "a copy for debugging, gone after a day; the event itself is inside",
    }
