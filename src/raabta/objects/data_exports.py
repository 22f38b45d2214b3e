"""What a person has, for the export of their data."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.objects.models import ObjectLink
from raabta.objects.queries import links_of_people
from raabta.workspaces.models import Workspace

COLUMNS = {
    "kind": _("Kind"),
    "role": _("Role"),
    "external_id": _("Unique key"),
    "title": _("Title"),
    "since": _("Since"),
    "values": _("Values"),
}


class Objects(DataExport):
    key: ClassVar = "objects"
    label: ClassVar[Promise | str] = _("Custom objects that belong to the person")
    covers: ClassVar = ("objects.ObjectLink",)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = [_row(link) for link in links_of_people(workspace, [customer_id])]
        if rows:
            package.records("objects", COLUMNS, rows)


def _row(link: ObjectLink) -> dict[str, Any]:
    record = link.record
    return {
        "kind": record.kind.name,
        "role": link.role.label,
        "external_id": record.external_id,
        "title": record.title,
        "since": link.created_at,
        "values": record.attributes,
    }
