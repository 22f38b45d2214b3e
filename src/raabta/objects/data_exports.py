"""What a person has, for the export of their data."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.objects.models import ObjectLink, ObjectLinkChange
from raabta.objects.queries import link_changes, links_of_people
from raabta.workspaces.models import Workspace

COLUMNS = {
    "kind": _("Kind"),
    "role": _("Role"),
    "external_id": _("Unique key"),
    "title": _("Title"),
    "since": _("Since"),
    "values": _("Values"),
}

HISTORY = {
    "kind": _("Kind"),
    "role": _("Role"),
    "title": _("Title"),
    "linked": _("Linked, or no longer"),
    "at": _("When"),
}


class Objects(DataExport):
    key: ClassVar = "objects"
    label: ClassVar[Promise | str] = _("Custom objects that belong to the person")
    covers: ClassVar = ("objects.ObjectLink", "objects.ObjectLinkChange")

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = [_row(link) for link in links_of_people(workspace, [customer_id])]
        if rows:
            package.records("objects", COLUMNS, rows)
        told = [_told(one) for one in link_changes(workspace, customer_id).order_by("pk")]
        if told:
            package.records("object_history", HISTORY, told)


def _told(change: ObjectLinkChange) -> dict[str, Any]:
    return {
        "kind": change.record.kind.name,
        "role": change.role.label,
        "title": str(change.record),
        "linked": change.is_linked,
        "at": change.changed_at,
    }


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
