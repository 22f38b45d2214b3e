from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import Move, RowFollower
from raabta.customers.models import EventOwner
from raabta.customers.services.attribution import attribute_events, mark_events, release_events


class Events(RowFollower):
    """Events follow the id under which they were handed in, so later ones go back as well."""

    key: ClassVar[str] = "events"
    label: ClassVar[Promise | str] = _("Other ids of events")
    models: ClassVar[tuple[str, ...]] = ("customers.eventowner",)

    def move(self, move: Move) -> list[int]:
        ids: list[int] = super().move(move)
        attribute_events(
            workspace=move.workspace, origin_ids=[move.other_id], customer_id=move.survivor_id
        )
        mark_events(move.workspace, self._origins(ids))
        return ids

    def take_back(self, move: Move, kept: list[int]) -> None:
        super().take_back(move, kept)
        release_events(workspace=move.workspace, origin_ids=[move.other_id])
        mark_events(move.workspace, self._origins(kept))

    @staticmethod
    def _origins(ids: list[int]) -> list[int]:
        found = EventOwner.objects.filter(pk__in=ids)
        return list(found.order_by("pk").values_list("origin_id", flat=True))
