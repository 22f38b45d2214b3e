from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.panel import CustomerPanel
from raabta.objects.models import ObjectKind, ObjectLink, ObjectRole
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
        links = links_of_people(workspace, [customer_id])
        rows = by_kind(workspace, ObjectRole.Target.PERSON, links)
        return {"kinds": rows, "owner": f"customer={customer_id}"} if rows else None


def by_kind(
    workspace: Workspace, target: str, links: Iterable[ObjectLink]
) -> list[tuple[ObjectKind, list[ObjectLink]]]:
    """The links under their kinds, with the kinds that could have some."""
    roles = ObjectRole.objects.filter(workspace=workspace, target=target)
    about = set(roles.values_list("kind_id", flat=True))
    mine: dict[int, list[ObjectLink]] = {}
    for link in links:
        mine.setdefault(link.record.kind_id, []).append(link)
    return [(kind, mine.get(kind.pk, [])) for kind in kinds(workspace) if kind.pk in about]
