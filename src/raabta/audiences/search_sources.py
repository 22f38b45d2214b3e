from collections.abc import Iterable, Sequence
from typing import ClassVar

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

    def ids(self, workspace: Workspace, *, after: int, limit: int) -> list[int]:
        rows = Audience.objects.filter(workspace=workspace, archived_at=None, pk__gt=after)
        return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])

    def texts(self, workspace: Workspace, ids: Sequence[int]) -> Iterable[tuple[int, Texts]]:
        rows = Audience.objects.filter(workspace=workspace, archived_at=None, pk__in=ids)
        for pk, name in rows.values_list("pk", "name"):
            yield pk, Texts(names=(name,))

    def hits(self, workspace: Workspace, ids: Sequence[int]) -> list[Hit]:
        known = Audience.objects.filter(workspace=workspace, archived_at=None).in_bulk(list(ids))
        return [
            Hit(one.name, reverse("web:audiences:show", args=[pk]), id=pk)
            for pk in ids
            if (one := known.get(pk))
        ]
