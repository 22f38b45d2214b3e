"""The family of company followers: what goes along when two companies become one, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class CompanyMove:
    """A merge of companies as its followers see it."""

    workspace: Workspace
    survivor_id: int
    other_id: int
    at: datetime
    actor: Actor


class CompanyFollower(BaseModel):
    """Subclass it in `company_followers/` of any context.

    `models` names every model ("objects.objectlink") whose rows it takes care of: a test fails
    when a model refers to companies and no follower names it. All is called in the merge's
    transaction and the workspace's scope, and holds the lock of the tree.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    models: ClassVar[tuple[str, ...]]
    position: ClassVar[int] = 50  # smaller ones move earlier, and go back later

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            company_followers.register(cls.key, cls)

    def count(self, workspace: Workspace, company_id: int) -> int:
        """How many rows would go along with this company."""
        return self.rows(workspace, company_id).count()

    def move(self, move: CompanyMove) -> Any:
        """Give the survivor what is the other's. Returns, as JSON, what taking it back needs."""
        mine = self.rows(move.workspace, move.other_id)
        ids = list(mine.order_by("pk").values_list("pk", flat=True))
        self.give(move, ids, giver=move.other_id, taker=move.survivor_id)
        return ids

    def take_back(self, move: CompanyMove, kept: Any) -> None:
        """Give back what `move` took and the survivor still has."""
        self.give(move, kept, giver=move.survivor_id, taker=move.other_id)

    def rows(self, workspace: Workspace, company_id: int) -> "QuerySet[Any]":
        model: Any = apps.get_model(self.models[0])
        found: QuerySet[Any] = model.objects.filter(workspace=workspace, company=company_id)
        return found

    def give(self, move: CompanyMove, ids: Sequence[int], *, giver: int, taker: int) -> None:
        """Rows that the giver lost meanwhile stay where they are."""
        for at in range(0, len(ids), IDS):
            some = ids[at : at + IDS]
            self.rows(move.workspace, giver).filter(pk__in=some).update(company=taker)


IDS = 5_000  # in one IN list
company_followers: Registry[CompanyFollower] = Registry("company_followers")


def in_order() -> list[CompanyFollower]:
    """Every follower, the first to move first."""
    return [one() for one in sorted(company_followers.members(), key=lambda one: one.position)]
