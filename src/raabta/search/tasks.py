"""Duties of this context: what runs in the background."""

from datetime import timedelta

from raabta.kernel import jobs, schedule
from raabta.kernel.pumps import pump
from raabta.search import services
from raabta.search.models import Mark
from raabta.search.source import SearchSource, indexed
from raabta.workspaces.models import Workspace


@pump("search.index")
def index_marked() -> int:
    # ask before a transaction, which in SQLite keeps others from writing
    return services.index_marked() if Mark._base_manager.exists() else 0


@schedule.every(timedelta(days=1), key="search.fill")
def fill() -> None:
    services.request_missing_shelves()


@jobs.job("search.rebuild")
def rebuild(run: jobs.Run) -> None:
    workspace = Workspace.objects.filter(pk=run.job.workspace_id or 0).first()
    if workspace is None:
        return  # it went away meanwhile
    done = 0
    for source in indexed():
        done += _rebuild(run, workspace, source, done)


def _rebuild(run: jobs.Run, workspace: Workspace, source: type[SearchSource], before: int) -> int:
    return services.rebuild(
        workspace=workspace,
        source=source,
        progress=lambda key, count: run.progress(before + count, source=key),
    )
