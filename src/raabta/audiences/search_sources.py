from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.audiences.models import Audience
from raabta.search.source import Hit, SearchSource, Texts
from raabta.workspaces.models import Workspace


class Audiences(SearchSource):
    key: ClassVar = "audiences"
    label: ClassVar = _("Audiences")
    icon: ClassVar = "target"
    permission: ClassVar = "audiences.view"
    position: ClassVar = 40

    def rows(self, workspace: Workspace) -> QuerySet[Audience]:
        return Audience.objects.filter(workspace=workspace, archived_at=None)

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        for pk, name in rows.values_list("pk", "name"):
            yield pk, Texts(names=(name,))

    def hit(self, record: Audience) -> Hit:
        return Hit(record.name, reverse("web:audiences:show", args=[record.pk]), id=record.pk)
