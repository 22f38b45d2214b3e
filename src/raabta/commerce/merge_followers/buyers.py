from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import MergeFollower, Move
from raabta.workspaces.models import Workspace


class Buyers(MergeFollower):
    """Both keep their own: stages follow from orders, and are computed anew after the merge."""

    key: ClassVar[str] = "buyers"
    label: ClassVar[Promise | str] = _("Life cycle and RFM")
    models: ClassVar[tuple[str, ...]] = ("commerce.buyer", "commerce.stagechange")

    def count(self, workspace: Workspace, customer_id: int) -> int:
        return 0

    def move(self, move: Move) -> Any:
        return None

    def take_back(self, move: Move, kept: Any) -> None:
        return
