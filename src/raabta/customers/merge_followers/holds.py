from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import Move, RowFollower
from raabta.customers.models import LegalHold


class Holds(RowFollower):
    """Whoever was on hold stays so; one that would be the survivor's second stays with the other."""

    key: ClassVar[str] = "holds"
    label: ClassVar[Promise | str] = _("Legal holds")
    models: ClassVar[tuple[str, ...]] = ("customers.legalhold",)

    def move(self, move: Move) -> list[int]:
        mine = self.rows(move.workspace, move.other_id)
        if LegalHold.objects.filter(customer=move.survivor_id, released_at=None).exists():
            mine = mine.exclude(released_at=None)
        ids = list(mine.order_by("pk").values_list("pk", flat=True))
        self.give(move.workspace, ids, giver=move.other_id, taker=move.survivor_id)
        return ids
