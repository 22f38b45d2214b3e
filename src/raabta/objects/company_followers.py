from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.company_follower import CompanyFollower, CompanyMove
from raabta.kernel import changes
from raabta.objects.models import ObjectLink, ObjectLinkChange
from raabta.workspaces.models import Workspace


class CompanyObjectLinks(CompanyFollower):
    """A link that both have in the same role stays with each of them."""

    key: ClassVar[str] = "object_links"
    label: ClassVar[Promise | str] = _("Custom objects")
    models: ClassVar[tuple[str, ...]] = ("objects.objectlink",)

    def move(self, move: CompanyMove) -> list[int]:
        held = set(self.rows(move.workspace, move.survivor_id).values_list("record_id", "role_id"))
        mine = self.rows(move.workspace, move.other_id).order_by("pk")
        found = mine.values_list("pk", "record_id", "role_id")
        ids = [pk for pk, record, role in found if (record, role) not in held]
        self.give(move, ids, giver=move.other_id, taker=move.survivor_id)
        return ids

    def give(self, move: CompanyMove, ids: Sequence[int], *, giver: int, taker: int) -> None:
        super().give(move, ids, giver=giver, taker=taker)
        records = set(
            ObjectLink.objects.filter(pk__in=list(ids)).values_list("record_id", flat=True)
        )
        changes.mark(workspace_id=move.workspace.pk, table="object_record", ids=sorted(records))


class CompanyLinkChanges(CompanyFollower):
    """What was told of links goes along with them."""

    key: ClassVar[str] = "object_link_changes"
    label: ClassVar[Promise | str] = _("History of custom objects")
    models: ClassVar[tuple[str, ...]] = ("objects.objectlinkchange",)

    def rows(self, workspace: Workspace, company_id: int) -> "QuerySet[Any]":
        return ObjectLinkChange.objects.filter(workspace=workspace, company=company_id)
