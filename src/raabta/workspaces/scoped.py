"""The base of every row that belongs to a workspace."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django_scopes import ScopedManager, get_scope, scope

if TYPE_CHECKING:
    from raabta.workspaces.models import Workspace

M = TypeVar("M", bound="WorkspaceModel")


class WrongWorkspace(Exception):
    """A row of one workspace was about to be written while another one is in use."""


def working_in(workspace: "Workspace") -> AbstractContextManager[None]:
    """Within the block, queries see this workspace's rows only, and writes must belong to it."""
    return scope(workspace=workspace)  # type: ignore[no-any-return]


def _check(row: "WorkspaceModel") -> None:
    current = get_scope().get("workspace")
    if current is not None and current.pk != row.workspace_id:
        raise WrongWorkspace(f"{type(row).__name__} belongs to workspace {row.workspace_id}")


class ScopedQuerySet(models.QuerySet[M]):
    """Guards the two bulk writes that a scope does not cover by itself."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            _check(row)
        return super().bulk_create(rows, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if "workspace" in kwargs or "workspace_id" in kwargs:
            raise WrongWorkspace("rows do not move between workspaces")
        return super().update(**kwargs)


class WorkspaceModel(models.Model):
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+")
    workspace_id: int

    objects: ClassVar[models.Manager[Self]] = ScopedManager(
        workspace="workspace", _manager_class=models.Manager.from_queryset(ScopedQuerySet)
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _check(self)
        super().save(*args, **kwargs)
