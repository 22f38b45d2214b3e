from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.queries import notes_of
from raabta.workspaces.models import Workspace


class Notes(DataExport):
    key: ClassVar = "notes"
    label: ClassVar[Promise | str] = _("Notes that colleagues wrote about you")
    covers: ClassVar = ("customers.Note",)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = notes_of(workspace, customer_id).values("created_at", "updated_at", "body")
        if rows:
            headings = {"created_at": _("Written"), "updated_at": _("Changed"), "body": _("Note")}
            package.records(self.key, headings, rows)
