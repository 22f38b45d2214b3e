"""What is held of a person by the intake of events, beside the events themselves."""

from typing import ClassVar

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.tracking.delivery import unpack
from raabta.tracking.models import HeldCall
from raabta.workspaces.models import Workspace


class HeldEvents(DataExport):
    key: ClassVar = "held_events"
    label: ClassVar[Promise | str] = _("Events that wait for a decision whether we keep them")
    covers: ClassVar = ("tracking.HeldCall",)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = HeldCall.objects.filter(workspace=workspace, customer_id=customer_id)
        calls = [
            msgspec.json.decode(memoryview(call))
            for row in rows.order_by("pk")
            for call in unpack(row.packed).calls
        ]
        if calls:
            package.document(self.key, calls)
