"""The catalogue: what is planned, what is blocked, and what happens with what was held."""

from django.db import transaction

from raabta.kernel import clock
from raabta.tracking.models import CatalogueEvent, HeldCall, InboxBatch
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

State = CatalogueEvent.State
VERBS = {
    State.PLANNED: "event.planned",
    State.BLOCKED: "event.blocked",
    State.SEEN: "event.unplanned",
}
SOME = 500


@transaction.atomic
def describe_event(
    *, workspace: Workspace, event_id: int, owner: str, description: str
) -> CatalogueEvent:
    """Raises CatalogueEvent.DoesNotExist."""
    event = CatalogueEvent.objects.select_for_update().get(pk=event_id, workspace=workspace)
    event.owner, event.description = owner, description
    event.save(update_fields=["owner", "description"])
    return event


@transaction.atomic
def decide_event(
    *, workspace: Workspace, actor: Actor, event_id: int, state: str
) -> CatalogueEvent:
    """Plan the event, block it, or neither; held calls are taken or dropped with it.

    Raises CatalogueEvent.DoesNotExist.
    """
    event = CatalogueEvent.objects.select_for_update().get(pk=event_id, workspace=workspace)
    if event.state == state:
        return event
    event.state = State(state)
    event.save(update_fields=["state"])
    if event.state == State.PLANNED:
        _take_held(event)
    elif event.state == State.BLOCKED:
        HeldCall.objects.filter(event=event).delete()
    record_audit(workspace=workspace, actor=actor, verb=VERBS[event.state], target=event)
    return event


def _take_held(event: CatalogueEvent) -> None:
    """What waited goes the way of all calls, from the inbox on."""
    held = HeldCall.objects.filter(event=event).order_by("pk")
    while some := list(held[:SOME]):
        InboxBatch.objects.bulk_create(
            InboxBatch(
                workspace_id=one.workspace_id,
                source_id=one.source_id,
                received_at=clock.now(),
                count=1,
                body=one.packed,
            )
            for one in some
        )
        HeldCall.objects.filter(pk__in=[one.pk for one in some]).delete()
