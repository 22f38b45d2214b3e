"""What this context keeps for a while only."""

from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.models import LegalHold
from raabta.warehouse.activities import timestamp
from raabta.warehouse.preparing import prepared
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_tables.event import EventTable
from raabta.workspaces.models import Workspace
from raabta.workspaces.retention import Progress, Retained


class Events(Retained):
    key: ClassVar = "events"
    label: ClassVar[Promise | str] = _("Events")
    text: ClassVar[Promise | str] = _(
        "What people did in the shop and on pages. Audiences and reports no longer see it."
    )

    def count(self, workspace: Workspace, before: datetime) -> int:
        table = Tables(workspace.pk).event
        old: Any = table.occurred_at < timestamp(before)
        if held := _held(workspace):
            old &= table.customer_id.notin(held)
        return int(fetch(table.filter(old).count())[0][0])

    def remove(self, workspace: Workspace, before: datetime, progress: Progress) -> int:
        removed = self.count(workspace, before)
        if removed:
            prepared().remove_before(
                EventTable.shape(), workspace_id=workspace.pk, column="occurred_at",
                before=before, spared=_held(workspace),
            )  # fmt: skip
        progress(removed)
        return removed


def _held(workspace: Workspace) -> list[int]:
    rows = LegalHold.objects.filter(workspace=workspace, released_at=None)
    return sorted(rows.values_list("customer_id", flat=True))
