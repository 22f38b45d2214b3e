"""The family of merge followers: what goes along when two people become one, and back again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel import changes
from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace

IDS = 5_000  # in one IN list


@dataclass(frozen=True)
class Move:
    """A merge as its followers see it."""

    workspace: Workspace
    merge_id: int
    survivor_id: int
    other_id: int
    at: datetime  # of the merge, also when it is taken back
    actor: str


class MergeFollower(BaseModel):
    """Subclass it in `merge_followers/` of any context; see `docs/howto/add-a-merge-follower.md`.

    `models` names every model ("commerce.order") whose rows it takes care of: a test fails when a
    model refers to customers and no follower names it. All is called in the merge's transaction
    and the workspace's scope.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    models: ClassVar[tuple[str, ...]]
    position: ClassVar[int] = 50  # smaller ones move earlier, and go back later

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            merge_followers.register(cls.key, cls)

    def count(self, workspace: Workspace, customer_id: int) -> int:
        """How many rows would go along with this person."""
        raise NotImplementedError

    def move(self, move: Move) -> Any:
        """Give the survivor what is the other's. Returns, as JSON, what taking it back needs."""
        raise NotImplementedError

    def take_back(self, move: Move, kept: Any) -> None:
        """Give back what `move` took and the survivor still has."""
        raise NotImplementedError


class RowFollower(MergeFollower):
    """Rows with a `customer` that simply change hands; `table` is marked for the warehouse."""

    table: ClassVar[str] = ""

    def count(self, workspace: Workspace, customer_id: int) -> int:
        return self.rows(workspace, customer_id).count()

    def move(self, move: Move) -> Any:
        mine = self.rows(move.workspace, move.other_id)
        ids = list(mine.order_by("pk").values_list("pk", flat=True))
        self.give(move.workspace, ids, giver=move.other_id, taker=move.survivor_id)
        return ids

    def take_back(self, move: Move, kept: Any) -> None:
        self.give(move.workspace, kept, giver=move.survivor_id, taker=move.other_id)

    def rows(self, workspace: Workspace, customer_id: int) -> "QuerySet[Any]":
        model: Any = apps.get_model(self.models[0])
        found: QuerySet[Any] = model.objects.filter(workspace=workspace, customer=customer_id)
        return found

    def give(self, workspace: Workspace, ids: Sequence[int], *, giver: int, taker: int) -> None:
        """Rows that the giver lost meanwhile stay where they are."""
        for at in range(0, len(ids), IDS):
            some = ids[at : at + IDS]
            self.rows(workspace, giver).filter(pk__in=some).update(customer=taker)
        if self.table:
            changes.mark(workspace_id=workspace.pk, table=self.table, ids=ids)


merge_followers: Registry[MergeFollower] = Registry("merge_followers")


def in_order() -> list[MergeFollower]:
    """Every follower, the first to move first."""
    return [one() for one in sorted(merge_followers.members(), key=lambda one: one.position)]
