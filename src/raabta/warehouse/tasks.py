"""Duties of the process that owns the warehouse."""

from pathlib import Path

from raabta.kernel import jobs
from raabta.kernel.models import Change
from raabta.kernel.pumps import pump
from raabta.warehouse import engine as engines
from raabta.warehouse import services
from raabta.workspaces.models import Workspace

_looked: list[bool] = []  # whether this process looked for new tables


@pump("warehouse.project", owns_warehouse=True)
def project() -> int:
    if not _looked:
        services.fill_new_tables()
        _looked.append(True)
    # ask the records first, so that a resting warehouse stays closed
    return services.project_changes() if Change.objects.exists() else 0


@pump("warehouse.drain", owns_warehouse=True)
def drain() -> int:
    return services.drain_inbox()


@jobs.job("warehouse.forget", queue=jobs.WAREHOUSE)
def forget(run: jobs.Run) -> None:
    if run.job.workspace_id is not None:
        services.forget_people(
            workspace_id=run.job.workspace_id, customer_ids=run.payload["customer_ids"]
        )


@pump("warehouse.rest", owns_warehouse=True)
def rest() -> int:
    engines.engine().rest()
    return 0


@jobs.job("warehouse.rebuild", queue=jobs.WAREHOUSE)
def rebuild(run: jobs.Run) -> None:
    pk = run.job.workspace_id
    workspace = None if pk is None else Workspace.objects.filter(pk=pk).first()
    if pk is not None and workspace is None:
        return  # it went away meanwhile; None would rebuild all of them
    services.rebuild(
        workspace=workspace, progress=lambda table, rows: run.progress(rows, table=table)
    )


@jobs.job("warehouse.save_events", queue=jobs.WAREHOUSE)
def save_events(run: jobs.Run) -> None:
    count = services.save_events(Path(run.payload["path"]))
    run.progress(count, count, count=count)


@jobs.job("warehouse.load_events", queue=jobs.WAREHOUSE)
def load_events(run: jobs.Run) -> None:
    count = services.load_events(Path(run.payload["path"]))
    run.progress(count, count, count=count)
