from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import Move, RowFollower
from raabta.customers.models import ErasureRequest

WAITING = ErasureRequest.State.WAITING


class ErasureRequests(RowFollower):
    """Erasing the survivor answers both, so a second one that waits stays with the other."""

    key: ClassVar[str] = "erasure_requests"
    label: ClassVar[Promise | str] = _("Requests to be erased")
    models: ClassVar[tuple[str, ...]] = ("customers.erasurerequest",)

    def move(self, move: Move) -> list[int]:
        mine = self.rows(move.workspace, move.other_id)
        if ErasureRequest.objects.filter(customer=move.survivor_id, state=WAITING).exists():
            mine = mine.exclude(state=WAITING)
        ids = list(mine.order_by("pk").values_list("pk", flat=True))
        self.give(move.workspace, ids, giver=move.other_id, taker=move.survivor_id)
        return ids
