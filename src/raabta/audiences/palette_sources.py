from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.audiences.models import Audience
from raabta.customers.search import Hit, PaletteSource
from raabta.workspaces.models import Workspace


class Audiences(PaletteSource):
    key: ClassVar = "audiences"
    label: ClassVar = _("Audiences")
    icon: ClassVar = "target"
    permission: ClassVar = "audiences.view"
    position: ClassVar = 40

    def hits(self, workspace: Workspace, text: str, limit: int) -> list[Hit]:
        found = Audience.objects.filter(workspace=workspace, name__icontains=text, archived_at=None)
        return [
            Hit(one.name, reverse("web:audiences:show", args=[one.pk]))
            for one in found.order_by("-updated_at")[:limit]
        ]
