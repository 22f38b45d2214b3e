from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.panel import CustomerPanel
from raabta.objects.models import ObjectRole
from raabta.objects.queries import kinds, links_of_people
from raabta.workspaces.models import Workspace


class Objects(CustomerPanel):
    """The person's records by kind, and where to add one; absent without kinds about people."""

    key: ClassVar = "objects"
    label: ClassVar = _("Custom objects")
    template: ClassVar = "objects/panels/objects.html"
    position: ClassVar = 25
    permission: ClassVar = "objects.view"

    def data(self, workspace: Workspace, customer_id: int) -> dict[str, Any] | None:
        roles = ObjectRole.objects.filter(workspace=workspace, target=ObjectRole.Target.PERSON)
        about_people = set(roles.values_list("kind_id", flat=True))
        mine: dict[int, list[Any]] = {}
        for link in links_of_people(workspace, [customer_id]):
            mine.setdefault(link.record.kind_id, []).append(link)
        rows = [(kind, mine.get(kind.pk, [])) for kind in kinds(workspace)]
        rows = [row for row in rows if row[0].pk in about_people]
        return {"kinds": rows, "customer_id": customer_id} if rows else None
