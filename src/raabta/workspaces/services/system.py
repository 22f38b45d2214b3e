"""Steer what runs by itself: recurring duties and domain events that failed."""

from raabta.kernel import clock
from raabta.kernel.models import OutboxEvent, Schedule
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


def pause_duty(*, workspace: Workspace, duty: Schedule, actor: Actor, is_paused: bool) -> None:
    Schedule.objects.filter(pk=duty.pk).update(is_paused=is_paused)
    verb = "duty.paused" if is_paused else "duty.resumed"
    record_audit(workspace=workspace, actor=actor, verb=verb, target=duty.key)


def run_duty_now(*, workspace: Workspace, duty: Schedule, actor: Actor) -> None:
    """The next turn of the scheduler takes it, within a second."""
    Schedule.objects.filter(pk=duty.pk).update(next_run_at=clock.now(), is_paused=False)
    record_audit(workspace=workspace, actor=actor, verb="duty.started", target=duty.key)


def retry_event(*, workspace: Workspace, event: OutboxEvent, actor: Actor) -> None:
    OutboxEvent.objects.filter(pk=event.pk).update(next_attempt_at=clock.now())
    record_audit(workspace=workspace, actor=actor, verb="event.retried", target=event.name)
