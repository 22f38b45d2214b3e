from collections.abc import Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import IDS, Move, RowFollower
from raabta.kernel import changes
from raabta.objects.models import ObjectLink
from raabta.workspaces.models import Workspace


class ObjectLinks(RowFollower):
    """A link that both have in the same role stays with each of them."""

    key: ClassVar[str] = "object_links"
    label: ClassVar[Promise | str] = _("Custom objects")
    models: ClassVar[tuple[str, ...]] = ("objects.objectlink",)

    def move(self, move: Move) -> list[int]:
        survivors = self.rows(move.workspace, move.survivor_id)
        held = set(survivors.values_list("record_id", "role_id"))
        mine = self.rows(move.workspace, move.other_id).order_by("pk")
        found = mine.values_list("pk", "record_id", "role_id")
        ids = [pk for pk, record, role in found if (record, role) not in held]
        self.give(move.workspace, ids, giver=move.other_id, taker=move.survivor_id)
        return ids

    def give(self, workspace: Workspace, ids: Sequence[int], *, giver: int, taker: int) -> None:
        super().give(workspace, ids, giver=giver, taker=taker)
        for at in range(0, len(ids), IDS):
            some = ObjectLink.objects.filter(pk__in=ids[at : at + IDS])
            records = set(some.values_list("record_id", flat=True))
            changes.mark(workspace_id=workspace.pk, table="object_record", ids=sorted(records))


class ObjectLinkChanges(RowFollower):
    """What was told of links goes along, so the timeline of who stays is whole."""

    key: ClassVar[str] = "object_link_changes"
    label: ClassVar[Promise | str] = _("History of custom objects")
    models: ClassVar[tuple[str, ...]] = ("objects.objectlinkchange",)
