from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.insights.models import SavedAnalysis
from raabta.search.source import Hit, SearchSource, Texts
from raabta.workspaces.models import Workspace


class Analyses(SearchSource):
    """Those that everybody may see; private ones are in their owner's list."""

    key: ClassVar = "analyses"
    label: ClassVar = _("Analyses")
    icon: ClassVar = "chart-column"
    permission: ClassVar = "insights.view"
    position: ClassVar = 45

    def rows(self, workspace: Workspace) -> QuerySet[SavedAnalysis]:
        return SavedAnalysis.objects.filter(workspace=workspace, is_shared=True)

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        for pk, name in rows.values_list("pk", "name"):
            yield pk, Texts(names=(name,))

    def hit(self, record: SavedAnalysis) -> Hit:
        return Hit(record.name, reverse("web:analyses:show", args=[record.pk]), id=record.pk)
