from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
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

    def rows(self, workspace: Workspace) -> QuerySet[Campaign]:
        return Campaign.objects.filter(workspace=workspace)

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        for pk, name in rows.values_list("pk", "name"):
            yield pk, Texts(names=(name,))

    def hit(self, record: Campaign) -> Hit:
        return Hit(record.name, reverse("web:campaigns:show", args=[record.pk]), id=record.pk)
