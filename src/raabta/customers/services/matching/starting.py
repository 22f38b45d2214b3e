"""Start and stop a search for duplicates; the search itself runs in the background."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raabta.customers.models import MatchingRun, MatchingSettings
from raabta.customers.queries.matching import changed_since
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import SYSTEM, Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

FIND = "customers.find_duplicates"


class SearchRuns(Exception):
    """A search is under way already; the message says so."""


def start_search(*, workspace: Workspace, actor: Actor) -> MatchingRun:
    """Raises SearchRuns."""
    settle_broken(workspace=workspace)
    try:
        with transaction.atomic():
            return _start(workspace, actor)
    except IntegrityError:
        raise SearchRuns(_("A search for duplicates is running already.")) from None


def _start(workspace: Workspace, actor: Actor) -> MatchingRun:
    run = MatchingRun.objects.create(
        workspace=workspace, created_by=actor.label[:150], started_at=clock.now()
    )
    job = jobs.enqueue(
        FIND,
        workspace_id=workspace.pk,
        payload={"run_id": run.pk},
        requested_by_id=actor.user_id,
    )
    run.job_id = job.pk
    run.save(update_fields=["job_id"])
    return run


@transaction.atomic
def cancel_search(*, workspace: Workspace, run_id: int) -> None:
    """What was found so far stays. Raises MatchingRun.DoesNotExist."""
    run = MatchingRun.objects.select_for_update().get(workspace=workspace, pk=run_id)
    jobs.cancel(run.job_id or 0)
    if Job.objects.filter(pk=run.job_id or 0, state=Job.State.CANCELLED).exists():
        end_run(run, MatchingRun.State.CANCELLED)


def end_run(run: MatchingRun, state: MatchingRun.State) -> None:
    MatchingRun.objects.filter(pk=run.pk, state=MatchingRun.State.RUNNING).update(
        state=state, finished_at=clock.now()
    )


def settle_broken(*, workspace: Workspace) -> None:
    """A run whose job is over or gone is over too, so that the next one may start."""
    for run in MatchingRun.objects.filter(workspace=workspace, state=MatchingRun.State.RUNNING):
        job = Job.objects.filter(pk=run.job_id or 0).first()
        if job is None or job.is_over:
            cancelled = job is not None and job.state == Job.State.CANCELLED
            state = MatchingRun.State.CANCELLED if cancelled else MatchingRun.State.FAILED
            end_run(run, state)


def search_nightly() -> None:
    """Where a workspace wants it, and only when somebody came or changed since the last search."""
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            if not MatchingSettings.objects.filter(workspace=workspace, is_nightly=True).exists():
                continue
            done = MatchingRun.objects.filter(workspace=workspace, state=MatchingRun.State.DONE)
            if changed_since(workspace, done.order_by("-pk").first()):
                _start_quietly(workspace)


def _start_quietly(workspace: Workspace) -> None:
    try:
        start_search(workspace=workspace, actor=SYSTEM)
    except SearchRuns:
        return
