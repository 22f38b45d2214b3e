"""The search index does not leave: it is made of the records where they arrive."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.search.services.indexing import rebuild
from raabta.search.source import search_sources
from raabta.workspaces.workspace_export import WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.archive import Reader
    from raabta.workspaces.leaving.new_ids import NewIds
    from raabta.workspaces.models import Workspace

MADE_AGAIN = "made of the records again"


class SearchIndex(WorkspaceExport):
    key: ClassVar = "search"
    label: ClassVar = _("The search index, made anew on arrival")
    order: ClassVar = 90
    left_out: ClassVar = {
        "search.Shelf": MADE_AGAIN,
        "search.Document": MADE_AGAIN,
        "search.Posting": MADE_AGAIN,
        "search.Spelling": MADE_AGAIN,
        "search.Mark": MADE_AGAIN,
    }

    def arrived(self, workspace: "Workspace", reader: "Reader", ids: "NewIds") -> None:
        for source in search_sources.members():
            rebuild(workspace=workspace, source=source)
