from datetime import datetime
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.timeline import Entry, TimelineSource
from raabta.objects.models import ObjectLinkChange
from raabta.objects.queries import link_changes
from raabta.workspaces.models import Workspace


class Objects(TimelineSource):
    """When a record became somebody's, and when it was theirs no longer."""

    key: ClassVar = "objects"
    label: ClassVar = gettext_lazy("Custom objects")
    icon: ClassVar = "box"
    permission: ClassVar = "objects.view"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        found = link_changes(workspace, customer_id)
        if before:
            found = found.filter(changed_at__lt=before)
        return [_entry(one) for one in found.order_by("-changed_at", "-pk")[:limit]]


def _entry(change: ObjectLinkChange) -> Entry:
    words = _("%(kind)s added") if change.is_linked else _("%(kind)s taken away")
    return Entry(
        at=change.changed_at,
        id=f"l{change.pk}",
        title=words % {"kind": change.record.kind.name},
        icon=change.record.kind.icon,
        text=f"{change.record} · {change.role.label}",
        by=change.actor,
        url=reverse("web:objects:show", args=[change.record_id]),
    )
