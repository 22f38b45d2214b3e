"""What a person did, for the export of their data."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.kernel.rows import from_json
from raabta.warehouse.queries import stream
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_tables.event import TYPED
from raabta.workspaces.models import Workspace

HEADINGS = {
    "occurred_at": _("When"),
    "name": _("What"),
    "received_at": _("Received"),
    "properties": _("Details"),
}


class Events(DataExport):
    key: ClassVar = "events"
    label: ClassVar[Promise | str] = _("What you did in our shop and on our pages")
    covers: ClassVar = ()

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        table = Tables(workspace.pk).event
        rows = table.filter(table.customer_id == customer_id)
        wanted = rows.order_by(rows.occurred_at).select(
            "name", "occurred_at", "received_at", "properties", *TYPED
        )
        records = [_record(row) for block in stream(wanted) for row in block]
        if records:
            package.records(self.key, HEADINGS, records)


def _record(row: tuple[Any, ...]) -> dict[str, Any]:
    name, occurred_at, received_at, properties, *typed = row
    held = {key: value for key, value in zip(TYPED, typed, strict=True) if value not in {None, ""}}
    return {
        "name": name,
        "occurred_at": _utc(occurred_at),
        "received_at": _utc(received_at),
        "properties": {**held, **from_json(properties)},
    }


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
