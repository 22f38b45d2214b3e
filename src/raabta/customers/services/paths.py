"""Look what is inside the values of free-form attributes, and keep the places."""

from django.db import transaction

from raabta.customers.formulas.records import COMPANY, CUSTOMER
from raabta.customers.json_paths import Seen
from raabta.customers.models import AttributeDefinition, AttributePath
from raabta.customers.services.formulas import living
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

LOOK = "customers.look_at_paths"
CHUNK = 1_000


def free_forms(workspace: Workspace) -> list[AttributeDefinition]:
    held = AttributeDefinition.objects.filter(
        workspace=workspace, kind="json", subject__in=(CUSTOMER, COMPANY), archived_at=None
    )
    return list(held.order_by("pk"))


def request_look(*, workspace: Workspace, actor: Actor) -> Job:
    """Look at all free-form attributes in the background; a look under way is enough."""
    waiting = Job.objects.filter(
        workspace_id=workspace.pk, kind=LOOK, state__in=(Job.State.QUEUED, Job.State.RUNNING)
    ).first()
    return waiting or jobs.enqueue(LOOK, workspace_id=workspace.pk, requested_by_id=actor.user_id)


def run_look(run: jobs.Run, workspace: Workspace) -> None:
    """The job."""
    total = 0
    for definition in free_forms(workspace):
        total += look_at(workspace=workspace, definition=definition, run=run, done=total)


def look_at(
    *,
    workspace: Workspace,
    definition: AttributeDefinition,
    run: jobs.Run | None = None,
    done: int = 0,
) -> int:
    """Count the places of one attribute anew. Returns how many profiles have a value."""
    seen, count = Seen(), 0
    held = living(workspace, definition.subject).filter(attributes__has_key=definition.key)
    for attributes in held.values_list("attributes", flat=True).iterator(chunk_size=CHUNK):
        seen.add(attributes.get(definition.key))
        count += 1
        if run and count % CHUNK == 0:
            run.progress(done + count)
    _keep(workspace, definition, seen)
    return count


@transaction.atomic
def _keep(workspace: Workspace, definition: AttributeDefinition, seen: Seen) -> None:
    now = clock.now()
    AttributePath.objects.filter(definition=definition).delete()
    AttributePath.objects.bulk_create(
        [
            AttributePath(
                workspace=workspace,
                definition=definition,
                path=path,
                kind=kind,
                seen_in=count,
                looked_at=now,
            )
            for path, kind, count in seen.rows()
        ],
        batch_size=500,
    )


def look_everywhere() -> None:
    """The nightly duty."""
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            if free_forms(workspace):
                request_look(workspace=workspace, actor=Actor(label="Raabta", via="system"))
