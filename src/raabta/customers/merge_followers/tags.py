from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import Move, RowFollower
from raabta.customers.models import CustomerTag


class Tags(RowFollower):
    """A tag that the survivor has already stays with the other."""

    key: ClassVar[str] = "tags"
    label: ClassVar[Promise | str] = _("Tags")
    models: ClassVar[tuple[str, ...]] = ("customers.customertag",)

    def move(self, move: Move) -> list[int]:
        held = CustomerTag.objects.filter(customer=move.survivor_id).values_list("tag", flat=True)
        mine = self.rows(move.workspace, move.other_id).exclude(tag__in=list(held))
        ids = list(mine.order_by("pk").values_list("pk", flat=True))
        self.give(move.workspace, ids, giver=move.other_id, taker=move.survivor_id)
        return ids
