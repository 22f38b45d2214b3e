"""Duties of this context: what runs in the background."""

from collections.abc import Callable
from datetime import timedelta

from raabta.customers.services import (
    bulk_jobs,
    consent_proof,
    exports,
    formulas,
    import_run,
    import_upkeep,
    paths,
    person_export,
)
from raabta.customers.services.linking import running as linking
from raabta.customers.services.matching import accepting, starting
from raabta.customers.services.merging import many
from raabta.kernel import jobs, schedule
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


def _in_workspace(run: jobs.Run, act: Callable[[jobs.Run, Workspace], None]) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        act(run, workspace)


@jobs.job(bulk_jobs.SELECT_HERE)
def select(run: jobs.Run) -> None:
    _in_workspace(run, bulk_jobs.select)


@jobs.job(bulk_jobs.SELECT_IN_WAREHOUSE, queue=jobs.WAREHOUSE)
def select_in_warehouse(run: jobs.Run) -> None:
    _in_workspace(run, bulk_jobs.select)


@jobs.job(bulk_jobs.BULK_EDIT)
def bulk_edit(run: jobs.Run) -> None:
    _in_workspace(run, bulk_jobs.run_bulk_edit)


@jobs.job(many.MERGE)
def merge(run: jobs.Run) -> None:
    _in_workspace(run, many.merge_many)


@jobs.job(bulk_jobs.EXPORT)
def export(run: jobs.Run) -> None:
    _in_workspace(run, exports.run_export)


@jobs.job(person_export.EXPORT_PERSON, queue=jobs.WAREHOUSE)  # events are in there
def export_person(run: jobs.Run) -> None:
    _in_workspace(run, person_export.run_person_export)


@schedule.every(timedelta(hours=6), key="customers.forget_old_exports")
def forget_old_exports() -> None:
    exports.forget_old_exports()


@jobs.job("customers.import")
def run_import(run: jobs.Run) -> None:
    import_run.run_import(run)


@jobs.job("customers.revert_import")
def revert_import(run: jobs.Run) -> None:
    import_upkeep.revert_import_run(run)


@schedule.every(timedelta(hours=6), key="customers.forget_old_imports")
def forget_old_imports() -> None:
    import_upkeep.forget_old_files()


@jobs.job(consent_proof.VERIFY)
def verify_consents(run: jobs.Run) -> None:
    _in_workspace(run, consent_proof.run_verification)


@schedule.every(timedelta(days=1), key="customers.verify_consents")
def verify_consents_nightly() -> None:
    consent_proof.verify_and_anchor()


@jobs.job(starting.FIND)
def find_duplicates(run: jobs.Run) -> None:
    from raabta.customers.services.matching.searching import run_search  # noqa: PLC0415  NumPy

    _in_workspace(run, run_search)


@jobs.job(accepting.ACCEPT)
def accept_duplicates(run: jobs.Run) -> None:
    _in_workspace(run, accepting.run_accept_all)


@schedule.every(timedelta(days=1), key="customers.find_duplicates")
def find_duplicates_nightly() -> None:
    starting.search_nightly()


@jobs.job(linking.LINK)
def link_companies(run: jobs.Run) -> None:
    _in_workspace(run, linking.run_linking)


@jobs.job(paths.LOOK)
def look_at_paths(run: jobs.Run) -> None:
    _in_workspace(run, paths.run_look)


@schedule.every(timedelta(days=1), key="customers.look_at_paths")
def look_at_paths_nightly() -> None:
    paths.look_everywhere()


@jobs.job(formulas.COMPUTE)
def compute_formulas(run: jobs.Run) -> None:
    _in_workspace(run, formulas.run_compute)


@schedule.every(timedelta(hours=1), key="customers.compute_formulas")
def compute_formulas_daily() -> None:
    """Soon after midnight at each workspace, for formulas that ask for the day."""
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            formulas.compute_stale(workspace=workspace)
