"""Audiences, their rules and sizes, and who was in them when a campaign took them."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.audiences.packing import pack, unpack
from raabta.workspaces.workspace_export import Row, Table, WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.new_ids import NewIds


class SnapshotPages(Table):
    """The ids of people as a list, instead of packed."""

    def outgoing(self, row: Row) -> None:
        row["ids"] = list(unpack(row["ids"]))

    def incoming(self, row: Row, ids: "NewIds") -> None:
        new = (ids.of("customers.Customer", old) for old in row["ids"])
        row["ids"] = pack(pk for pk in new if pk)


class Audiences(WorkspaceExport):
    key: ClassVar = "audiences"
    label: ClassVar = _("Audiences with their rules, and who was in them")
    order: ClassVar = 40
    tables: ClassVar = (
        Table("audiences", "audiences.Audience"),
        Table("audience_counts", "audiences.AudienceCount"),
        Table("snapshots", "audiences.Snapshot"),
        SnapshotPages("snapshot_pages", "audiences.SnapshotPage"),
    )
    left_out: ClassVar = {
        "audiences.TraitStanding": "Computed attributes are computed anew where they arrive.",
        "audiences.TraitDue": "A list of what is to be computed next.",
    }
