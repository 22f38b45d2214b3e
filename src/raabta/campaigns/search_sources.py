from collections.abc import Iterable, Sequence
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.campaigns.models import Campaign
from raabta.search.source import Hit, SearchSource, Texts
from raabta.workspaces.models import Workspace


class Campaigns(SearchSource):
    key: ClassVar = "campaigns"
    label: ClassVar = _("Campaigns")
    icon: ClassVar = "megaphone"
    permission: ClassVar = "campaigns.view"
    position: ClassVar = 35

    def ids(self, workspace: Workspace, *, after: int, limit: int) -> list[int]:
        rows = Campaign.objects.filter(workspace=workspace, pk__gt=after)
        return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])

    def texts(self, workspace: Workspace, ids: Sequence[int]) -> Iterable[tuple[int, Texts]]:
        rows = Campaign.objects.filter(workspace=workspace, pk__in=ids)
        for pk, name in rows.values_list("pk", "name"):
            yield pk, Texts(names=(name,))

    def hits(self, workspace: Workspace, ids: Sequence[int]) -> list[Hit]:
        known = Campaign.objects.filter(workspace=workspace).in_bulk(list(ids))
        return [
            Hit(one.name, reverse("web:campaigns:show", args=[pk]), id=pk)
            for pk in ids
            if (one := known.get(pk))
        ]
