"""Duties of this context: what runs in the background."""

from raabta.kernel import jobs
from raabta.kernel.pumps import pump
from raabta.search import services
from raabta.search.models import Mark
from raabta.search.source import indexed
from raabta.workspaces.models import Workspace

_looked: list[bool] = []  # whether this process looked for shelves that are not filled


@pump("search.index")
def index_marked() -> int:
    if not _looked:
        services.request_missing_shelves()
        _looked.append(True)
    # ask before a transaction, which in SQLite keeps others from writing
    return services.index_marked() if Mark._base_manager.exists() else 0


@jobs.job("search.rebuild")
def rebuild(run: jobs.Run) -> None:
    workspace = Workspace.objects.filter(pk=run.job.workspace_id or 0).first()
    if workspace is None:
        return  # it went away meanwhile
    before = 0
    for source in indexed():
        before += services.rebuild(
            workspace=workspace,
            source=source,
            progress=lambda key, count, before=before: run.progress(before + count, source=key),
        )
