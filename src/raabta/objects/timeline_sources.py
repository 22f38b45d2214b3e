from datetime import datetime
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.timeline import Entry, TimelineSource
from raabta.objects.queries import links_of_people
from raabta.workspaces.models import Workspace


class Objects(TimelineSource):
    """When a record became somebody's."""

    key: ClassVar = "objects"
    label: ClassVar = gettext_lazy("Custom objects")
    icon: ClassVar = "box"
    permission: ClassVar = "objects.view"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        found = links_of_people(workspace, [customer_id])
        if before:
            found = found.filter(created_at__lt=before)
        return [
            Entry(
                at=link.created_at,
                id=f"l{link.pk}",
                title=_("%(kind)s added") % {"kind": link.record.kind.name},
                icon=link.record.kind.icon,
                text=f"{link.record} · {link.role.label}",
                url=reverse("web:objects:show", args=[link.record_id]),
            )
            for link in found.order_by("-created_at", "-pk")[:limit]
        ]
