"""Take imports back, and forget what is only needed for a while."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction

from raabta.customers.models import Company, Customer, Import, RejectedRow
from raabta.customers.services.companies import delete_company
from raabta.customers.services.import_run import remove_file
from raabta.kernel import clock, jobs
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.change_sets import (
    AlreadyReverted,
    Reverted,
    Row,
    Verb,
    revert_change_set,
    reverter,
)

KEEP_UPLOADS = timedelta(days=7)
KEEP_REJECTED = timedelta(days=90)


def revert_import_run(run: jobs.Run) -> None:
    """The job: may be run again after a crash."""
    workspace = Workspace.objects.get(pk=run.payload["workspace_id"])
    actor = Actor(label=run.payload["actor"], via="ui", user_id=run.job.requested_by_id)
    with working_in(workspace):
        row = Import.objects.get(pk=run.payload["import_id"])
        if row.state != Import.State.REVERTING:
            return
        change_set = ChangeSet.objects.get(pk=row.change_set_id or 0)
        with suppress(AlreadyReverted):  # it may be taken back on the page of changes
            revert_change_set(
                workspace=workspace, change_set=change_set, actor=actor, progress=run.progress
            )
        Import.objects.filter(pk=row.pk).update(state=Import.State.REVERTED)


def forget_old_files() -> None:
    """Remove uploads nobody started and rejected rows nobody needs any more."""
    now = clock.now()
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            for row in Import.objects.filter(
                state=Import.State.UPLOADED, created_at__lt=now - KEEP_UPLOADS
            ):
                remove_file(row)
                Import.objects.filter(pk=row.pk).delete()
            RejectedRow.objects.filter(run__finished_at__lt=now - KEEP_REJECTED).delete()


@transaction.atomic
def forget_file(row: Import) -> None:
    """The upload and its rejected rows go; the report and what was imported stay."""
    RejectedRow.objects.filter(run=row).delete()
    remove_file(row)


@reverter("customers.company")
def revert_companies(workspace: Workspace, _verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
    """Companies that an import made go away unless somebody belongs to them."""
    ids = {row["id"] for row in rows}
    live = set(Company.objects.filter(pk__in=ids, deleted_at=None).values_list("pk", flat=True))
    people = Customer.objects.filter(company__in=live, deleted_at=None)
    used = set(people.values_list("company_id", flat=True))
    for pk in sorted(live - used):
        delete_company(workspace=workspace, actor=actor, company_id=pk)
    kept = len(ids) - len(live - used)
    return Reverted(len(live - used), {"in_use": kept} if kept else {})
