"""Analyses that were given a name, as one person may see them."""

from django.db.models import Q, QuerySet

from raabta.insights.models import SavedAnalysis
from raabta.workspaces.models import Workspace


def saved_analyses(
    workspace: Workspace, user_id: int | None, *, search: str = "", kind: str = ""
) -> QuerySet[SavedAnalysis]:
    """What everybody may see and what is the person's own, newest first; None is an API key."""
    seen = Q(is_shared=True)
    if user_id is not None:
        seen |= Q(owner_id=user_id)
    rows = SavedAnalysis.objects.filter(seen, workspace=workspace).order_by("-pk")
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(name__icontains=search) if search else rows
