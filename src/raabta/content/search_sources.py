from collections.abc import Iterable, Sequence
from typing import ClassVar

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

    def ids(self, workspace: Workspace, *, after: int, limit: int) -> list[int]:
        rows = Template.objects.filter(workspace=workspace, archived_at=None, pk__gt=after)
        return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])

    def texts(self, workspace: Workspace, ids: Sequence[int]) -> Iterable[tuple[int, Texts]]:
        rows = Template.objects.filter(workspace=workspace, archived_at=None, pk__in=ids)
        for pk, name in rows.values_list("pk", "name"):
            yield pk, Texts(names=(name,))

    def hits(self, workspace: Workspace, ids: Sequence[int]) -> list[Hit]:
        known = Template.objects.filter(workspace=workspace, archived_at=None).in_bulk(list(ids))
        return [
            Hit(one.name, reverse("web:templates:show", args=[pk]), id=pk)
            for pk in ids
            if (one := known.get(pk))
        ]
