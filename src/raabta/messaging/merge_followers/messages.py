from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import Move, RowFollower
from raabta.messaging.services import merging


class Messages(RowFollower):
    key: ClassVar[str] = "messages"
    label: ClassVar[Promise | str] = _("Messages")
    models: ClassVar[tuple[str, ...]] = ("messaging.message",)
    table: ClassVar[str] = "message"

    def move(self, move: Move) -> dict[str, Any]:
        parted = merging.part(move)
        return {"ids": super().move(move), **parted}

    def take_back(self, move: Move, kept: dict[str, Any]) -> None:
        super().take_back(move, kept["ids"])
        merging.take_back(move, renamed=kept["renamed"], cancelled=kept["cancelled"])
