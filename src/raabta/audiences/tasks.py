from contextlib import suppress
from datetime import timedelta

from django_scopes import scopes_disabled

from raabta.audiences.models import TraitDue
from raabta.audiences.queries import audiences
from raabta.audiences.queries.traits import computed_attributes
from raabta.audiences.rules import BadRule
from raabta.audiences.services import count_audience, membership
from raabta.audiences.services import traits as keeping
from raabta.audiences.services.due import make_due
from raabta.audiences.services.files import BadFiles
from raabta.audiences.services.planning import counted_plan
from raabta.kernel import jobs, schedule
from raabta.kernel.models import Job
from raabta.kernel.pumps import pump
from raabta.warehouse.engine import QueryStopped
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@schedule.every(timedelta(hours=24), key="audiences.count")
def count_every_day() -> None:
    """The history of each audience; only the owner of the warehouse can count."""
    for workspace in Workspace.objects.order_by("pk"):
        jobs.enqueue("audiences.count", workspace_id=workspace.pk)


@jobs.job("audiences.count", queue=jobs.WAREHOUSE)
def count_all(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        every = list(audiences(workspace))
        for done, audience in enumerate(every, start=1):
            with suppress(BadRule, QueryStopped):  # the audience's page tells what is wrong
                count_audience(workspace=workspace, audience=audience)
            run.progress(done, len(every))


@jobs.job("audiences.plan", queue=jobs.WAREHOUSE)
def plan(run: jobs.Run) -> None:
    """What files would change, for a command while a server holds the warehouse."""
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        try:
            changes = counted_plan(
                workspace=workspace,
                actor=SYSTEM,
                files=run.payload["files"],
                removes=run.payload["removes"],
            )
        except BadFiles as error:
            raise jobs.UserError(f"nothing was changed\n{error}") from error
    run.progress(len(changes), len(changes), changes=changes)


@pump("audiences.members", owns_warehouse=True, is_alone=True)
def keep_members() -> int:
    """Who changed is in the right audiences within a second."""
    done = 0
    for workspace in Workspace.objects.filter(pk__in=membership.waiting()).order_by("pk"):
        with working_in(workspace):
            done += membership.keep(workspace)
    return done


@schedule.every(timedelta(hours=24), key="audiences.refresh_members")
def refresh_members() -> None:
    """Everybody is compared once a day, which would heal what was missed."""
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            make_due(workspace)


@pump("audiences.traits", owns_warehouse=True)
def keep_traits() -> int:
    """Those whose events changed get their values within seconds."""
    with scopes_disabled():  # of every workspace; each is worked on in its own scope
        waiting = set(TraitDue.objects.values_list("workspace_id", flat=True)[:1_000])
    done = 0
    for workspace in Workspace.objects.filter(pk__in=waiting).order_by("pk"):
        with working_in(workspace):
            done += keeping.compute_due(workspace=workspace)
    return done


@schedule.every(timedelta(hours=1), key="audiences.compute_traits")
def compute_every_day() -> None:
    """Soon after midnight at each workspace, for windows of days move then."""
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            if keeping.stale(workspace) and not _is_asked_for(workspace):
                keeping.compute_later(workspace=workspace)


def _is_asked_for(workspace: Workspace) -> bool:
    waiting = Job.objects.filter(
        workspace_id=workspace.pk,
        kind="audiences.compute_traits",
        state__in=[Job.State.QUEUED, Job.State.RUNNING],
    )
    return waiting.exists()


@jobs.job("audiences.compute_traits", queue=jobs.WAREHOUSE)
def compute_traits(run: jobs.Run) -> None:
    workspace = Workspace.objects.get(pk=run.job.workspace_id or 0)
    with working_in(workspace):
        wanted = run.payload["definition_id"]
        if wanted is None:
            chosen = keeping.stale(workspace)
        else:
            chosen = [one for one in computed_attributes(workspace) if one.pk == wanted]
        for definition in chosen:
            keeping.compute(workspace=workspace, definition=definition, run=run)
