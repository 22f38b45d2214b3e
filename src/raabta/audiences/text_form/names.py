"""Names for ids and back, so that a file means the same in another workspace.

Where two rows share a name, "#" and the id stand for it; that is true in this workspace only.
"""

from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from raabta.workspaces.models import Workspace
from raabta.workspaces.workspace_export import in_order

MARK = "#"
AUDIENCE = "audiences.Audience"


class UnknownName(ValueError):
    """Nothing here is called so, or several things are."""


class Names:
    """From ids to names."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of(self, model: str, told: Any, /) -> str:
        number = f"{MARK}{told}"
        row = _rows(self._workspace, model).filter(pk=told).first()
        if row is None:
            return number
        name = str(row.name)
        same = _called(self._workspace, model, name)
        return name if same == [row.pk] and not name.startswith(MARK) else number

    def origin(self, text: str, /) -> str:
        kind, colon, told = text.partition(":")
        model = _origins().get(kind)
        return f"{kind}{colon}{self.of(model, told)}" if model and told.isdecimal() else text


class Ids:
    """From names to ids; `audiences` collects which were asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.audiences: set[str] = set()

    def of(self, model: str, told: Any, /) -> int:
        """Raises UnknownName."""
        name = str(told)
        if name.startswith(MARK) and name[1:].isdecimal():
            found = list(
                _rows(self._workspace, model).filter(pk=name[1:]).values_list("pk", flat=True)
            )
        else:
            found = _called(self._workspace, model, name)
        if len(found) == 1:
            if model == AUDIENCE:
                self.audiences.add(name)
            return int(found[0])
        words = _("Several are called “%(name)s”.") if found else _("Nothing is called “%(name)s”.")
        raise UnknownName(words % {"name": name})

    def origin(self, text: str, /) -> str:
        """Raises UnknownName."""
        kind, colon, told = text.partition(":")
        model = _origins().get(kind)
        return f"{kind}{colon}{self.of(model, told)}" if model else text


def _called(workspace: Workspace, model: str, name: str) -> list[int]:
    """Ids of what is called so; what is archived counts only when nothing in use is."""
    rows = _rows(workspace, model).filter(name=name)
    live = list(_live(rows).values_list("pk", flat=True)[:2])
    return live or list(rows.values_list("pk", flat=True)[:2])


def _rows(workspace: Workspace, model: str) -> models.QuerySet[Any]:
    objects: models.Manager[Any] = apps.get_model(model).objects
    return objects.filter(workspace=workspace)


def _live(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    columns = {field.name for field in rows.model._meta.get_fields()}
    return rows.filter(archived_at=None) if "archived_at" in columns else rows


def _origins() -> dict[str, str]:
    """Kinds of senders and their models, as the contexts above declare them."""
    return {word: model for one in in_order() for word, model in one.origins.items()}
