"""Saved views: keep, rename, share and remove them. A private one belongs to who made it."""

from django.db import transaction

from raabta.customers.models import SavedView
from raabta.workspaces.models import Workspace

LONGEST_QUERY = 4_000


class NotYourView(Exception):
    """Only who made a view may change it."""


@transaction.atomic
def save_view(
    *,
    workspace: Workspace,
    owner_id: int,
    resource: str,
    name: str,
    query: str,
    is_shared: bool = False,
) -> SavedView:
    """A view of the same name of the same owner is replaced."""
    view, _made = SavedView.objects.update_or_create(
        workspace=workspace,
        resource=resource,
        owner_id=owner_id,
        name=name.strip()[:80],
        defaults={"query": query.lstrip("?")[:LONGEST_QUERY], "is_shared": is_shared},
    )
    return view


@transaction.atomic
def edit_view(
    *, workspace: Workspace, owner_id: int, view_id: int, name: str, is_shared: bool
) -> SavedView:
    """Raises SavedView.DoesNotExist or NotYourView."""
    view = _own(workspace, owner_id, view_id)
    view.name, view.is_shared = name.strip()[:80], is_shared
    view.save()
    return view


@transaction.atomic
def delete_view(*, workspace: Workspace, owner_id: int, view_id: int) -> None:
    """Raises SavedView.DoesNotExist or NotYourView."""
    _own(workspace, owner_id, view_id).delete()


def _own(workspace: Workspace, owner_id: int, view_id: int) -> SavedView:
    view = SavedView.objects.get(workspace=workspace, pk=view_id)
    if view.owner_id != owner_id:
        raise NotYourView(view.name)
    return view
