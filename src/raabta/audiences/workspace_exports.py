"""Audiences, their rules and sizes, who was in them when a campaign took them, views of lists."""

import json
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext_lazy as _

from raabta.audiences.moving import moved
from raabta.audiences.packing import pack, unpack
from raabta.workspaces.workspace_export import Row, Table, WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.new_ids import NewIds


class WithRule(Table):
    """A rule names other audiences and mailings by their ids."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        row["rule"] = moved(row["rule"], ids)


class SavedViews(Table):
    """What a list shows, as in its address; it may be filtered by an audience or a rule."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        row["query"] = urlencode(
            [(name, _moved_value(name, value, ids)) for name, value in parse_qsl(row["query"])]
        )


def _moved_value(name: str, value: str, ids: "NewIds") -> str:
    if name == "audience" and value.isascii() and value.isdecimal():
        return str(ids.of("audiences.Audience", int(value)) or 0)
    try:
        return json.dumps(moved(json.loads(value), ids)) if name == "rule" else value
    except ValueError:
        return value


class SnapshotPages(Table):
    """The ids of people as a list, instead of packed."""

    def outgoing(self, row: Row) -> None:
        row["ids"] = list(unpack(row["ids"]))

    def incoming(self, row: Row, ids: "NewIds") -> None:
        new = (ids.of("customers.Customer", old) for old in row["ids"])
        row["ids"] = pack(pk for pk in new if pk)


class Audiences(WorkspaceExport):
    key: ClassVar = "audiences"
    label: ClassVar = _("Audiences with their rules, and who was in them; saved views")
    order: ClassVar = 40
    tables: ClassVar = (
        WithRule("audiences", "audiences.Audience"),
        Table("audience_counts", "audiences.AudienceCount"),
        WithRule("snapshots", "audiences.Snapshot"),
        SnapshotPages("snapshot_pages", "audiences.SnapshotPage"),
        SavedViews("saved_views", "customers.SavedView", owner_columns=("owner_id",)),
    )
    left_out: ClassVar = {
        "audiences.TraitStanding": "Computed attributes are computed anew where they arrive.",
        "audiences.MembershipStanding": "Members are worked out anew where they arrive.",
        "audiences.MembershipMove": "The same.",
        "audiences.MembershipDue": "A list of who is to be looked at next.",
        "audiences.TraitDue": "A list of what is to be computed next.",
    }
