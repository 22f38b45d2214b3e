"""Saved analyses."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.insights.analysis import analyses
from raabta.workspaces.workspace_export import Row, Table, WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.new_ids import NewIds


class WithSettings(Table):
    """Settings name an audience by its id."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        if row["kind"] in analyses:
            row["settings"] = analyses[row["kind"]].moved(row["settings"], ids)


class Analyses(WorkspaceExport):
    key: ClassVar = "insights"
    label: ClassVar = _("Saved analyses")
    order: ClassVar = 70
    tables: ClassVar = (
        WithSettings("analyses", "insights.SavedAnalysis", owner_columns=("owner_id",)),
    )
