from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.campaigns.models import Campaign
from raabta.customers.search import Hit, PaletteSource
from raabta.workspaces.models import Workspace


class Campaigns(PaletteSource):
    key: ClassVar = "campaigns"
    label: ClassVar = _("Campaigns")
    icon: ClassVar = "megaphone"
    permission: ClassVar = "campaigns.view"
    position: ClassVar = 35

    def hits(self, workspace: Workspace, text: str, limit: int) -> list[Hit]:
        found = Campaign.objects.filter(workspace=workspace, name__icontains=text)
        return [
            Hit(one.name, reverse("web:campaigns:show", args=[one.pk]))
            for one in found.order_by("-updated_at")[:limit]
        ]
