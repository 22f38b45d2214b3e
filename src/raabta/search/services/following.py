"""Hear of every changed record, in its own transaction, and file it a moment later."""

from collections.abc import Sequence

from django.db import transaction

from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.search.models import Document, Mark, Shelf
from raabta.search.services.indexing import index
from raabta.search.source import SearchSource, indexed, search_sources
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
    asked = 0
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            full = set(Shelf.objects.exclude(filled_at=None).values_list("source", flat=True))
            missing = [source for source in indexed() if source.key not in full]
            if all(_was_followed(workspace, source) for source in missing):
                continue
        waiting = Job.objects.filter(
            kind=REBUILD, workspace_id=workspace.pk, state__in=["queued", "running"]
        )
        if not waiting.exists():
            jobs.enqueue(REBUILD, workspace_id=workspace.pk)
            asked += 1
    return asked


def _was_followed(workspace: Workspace, source: type[SearchSource]) -> bool:
    """Whether all its records were filed as they came; the shelf is full then."""
    filed = Document.objects.filter(shelf__source=source.key).count()
    is_waiting = Mark.objects.filter(source=source.key).exists()
    if is_waiting or filed < source().rows(workspace).count():
        return False
    now = clock.now()
    Shelf.objects.update_or_create(
        workspace=workspace, source=source.key, defaults={"filled_at": now}
    )
    return True
