"""Hear of every changed record, in its own transaction, and file it a moment later."""

from collections.abc import Sequence

from django.db import transaction

from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.search.models import Mark, Shelf
from raabta.search.services.indexing import index
from raabta.search.source import indexed, search_sources
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

STEP = 300  # records at once: a write transaction of some 50 ms
REBUILD = "search.rebuild"


def follow_changes(workspace_id: int, table: str, ids: Sequence[int]) -> None:
    """Called by `changes.mark`, within the change's transaction."""
    Mark._base_manager.bulk_create(
        Mark(workspace_id=workspace_id, source=source.key, ids=list(ids))
        for source in indexed()
        if source.table == table
    )


@transaction.atomic
def index_marked() -> int:
    """File one batch of the marked records. Returns how many marks it shortened."""
    mark = (
        Mark._base_manager.select_for_update(skip_locked=True, of=("self",))
        .select_related("workspace")
        .order_by("pk")
        .first()
    )
    if mark is None:
        return 0
    now, later = mark.ids[:STEP], mark.ids[STEP:]
    if mark.source in search_sources:
        with working_in(mark.workspace):
            index(workspace=mark.workspace, source=search_sources[mark.source], ids=now)
    if later:
        Mark._base_manager.filter(pk=mark.pk).update(ids=later)
    else:
        Mark._base_manager.filter(pk=mark.pk).delete()
    return 1


def request_missing_shelves() -> int:
    """Ask for the index of workspaces older than it, or than a source. Returns how many."""
    wanted = {source.key for source in indexed()}
    asked = 0
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            full = Shelf.objects.exclude(filled_at=None).values_list("source", flat=True)
            if wanted <= set(full):
                continue
        waiting = Job.objects.filter(
            kind=REBUILD, workspace_id=workspace.pk, state__in=["queued", "running"]
        )
        if not waiting.exists():
            jobs.enqueue(REBUILD, workspace_id=workspace.pk)
            asked += 1
    return asked
