from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.content.models import Template
from raabta.search.source import Hit, SearchSource, Texts
from raabta.workspaces.models import Workspace


class Templates(SearchSource):
    key: ClassVar = "templates"
    label: ClassVar = _("Templates")
    icon: ClassVar = "layout-template"
    permission: ClassVar = "content.view"
    position: ClassVar = 50

    def rows(self, workspace: Workspace) -> QuerySet[Template]:
        return Template.objects.filter(workspace=workspace, archived_at=None)

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        for pk, name in rows.values_list("pk", "name"):
            yield pk, Texts(names=(name,))

    def hit(self, record: Template) -> Hit:
        return Hit(record.name, reverse("web:templates:show", args=[record.pk]), id=record.pk)
