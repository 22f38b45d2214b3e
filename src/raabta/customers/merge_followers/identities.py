from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import MergeFollower, Move
from raabta.customers.models import Identity
from raabta.workspaces.models import Workspace


class Identities(MergeFollower):
    """Each one remembers the merge that brought it; none leads before the values are chosen."""

    key: ClassVar[str] = "identities"
    label: ClassVar[Promise | str] = _("E-mail addresses and phones")
    models: ClassVar[tuple[str, ...]] = ("customers.identity",)
    position: ClassVar[int] = 10

    def count(self, workspace: Workspace, customer_id: int) -> int:
        return Identity.objects.filter(workspace=workspace, customer=customer_id).count()

    def move(self, move: Move) -> list[list[Any]]:
        mine = Identity.objects.filter(workspace=move.workspace, customer=move.other_id)
        kept = list(mine.order_by("pk").values_list("pk", "is_primary", "merge_id"))
        mine.update(customer=move.survivor_id, is_primary=False, merge_id=move.merge_id)
        return [list(row) for row in kept]

    def take_back(self, move: Move, kept: list[list[Any]]) -> None:
        for pk, was_primary, merge_id in kept:
            Identity.objects.filter(pk=pk, customer=move.survivor_id).update(
                customer=move.other_id, is_primary=was_primary, merge_id=merge_id
            )
