from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.content.models import Template
from raabta.customers.search import Hit, PaletteSource
from raabta.workspaces.models import Workspace


class Templates(PaletteSource):
    key: ClassVar = "templates"
    label: ClassVar = _("Templates")
    icon: ClassVar = "layout-template"
    permission: ClassVar = "content.view"
    position: ClassVar = 50

    def hits(self, workspace: Workspace, text: str, limit: int) -> list[Hit]:
        found = Template.objects.filter(workspace=workspace, name__icontains=text, archived_at=None)
        return [
            Hit(one.name, reverse("web:templates:show", args=[one.pk]))
            for one in found.order_by("-updated_at")[:limit]
        ]
