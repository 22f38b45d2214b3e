from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import MergeFollower, Move
from raabta.customers.models import CandidatePair
from raabta.workspaces.models import Workspace

State = CandidatePair.State


class Duplicates(MergeFollower):
    """Open pairs with the other need no answer while they are merged; the next search looks anew."""

    key: ClassVar[str] = "duplicates"
    label: ClassVar[Promise | str] = _("Possible duplicates")
    models: ClassVar[tuple[str, ...]] = ("customers.candidatepair",)

    def count(self, workspace: Workspace, customer_id: int) -> int:
        return self._open(workspace, customer_id).count()

    def move(self, move: Move) -> list[int]:
        rows = self._open(move.workspace, move.other_id)
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        rows.filter(pk__in=ids).update(state=State.OBSOLETE)
        return ids

    def take_back(self, move: Move, kept: Any) -> None:
        pairs = CandidatePair.objects.filter(workspace=move.workspace, pk__in=kept)
        pairs.filter(state=State.OBSOLETE).update(state=State.OPEN)

    def _open(self, workspace: Workspace, customer_id: int) -> "QuerySet[CandidatePair]":
        mine = Q(first=customer_id) | Q(second=customer_id)
        return CandidatePair.objects.filter(mine, workspace=workspace, state=State.OPEN)
