from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import MergeFollower, Move
from raabta.customers.models import Identity
from raabta.customers.services.merging.identities import move_identities, return_identities
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
        return move_identities(move)

    def take_back(self, move: Move, kept: list[list[Any]]) -> None:
        return_identities(move, kept)
