"""Steer a send: pause, resume, cancel, settle what is unknown, and close it when it is done."""

from typing import Literal

from django.db import transaction

from raabta.campaigns.domain_events import CampaignFinished
from raabta.campaigns.models import Campaign
from raabta.kernel import bus, clock, jobs
from raabta.messaging import services as messaging
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

State = Campaign.State


class CannotSteer(Exception):
    """The campaign is not in a state from which this can be done; `state` is where it is."""

    def __init__(self, campaign: Campaign) -> None:
        campaign.refresh_from_db(fields=["state"])
        super().__init__(f"{campaign.name} is {campaign.state}")
        self.state = State(campaign.state)


@transaction.atomic
def pause_campaign(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> None:
    """Stop within a second; mails already handed to the provider are gone. Raises CannotSteer."""
    _move(campaign, [State.SENDING], State.PAUSED)
    messaging.pause_mailing(workspace=workspace, origin=campaign.origin)
    record_audit(workspace=workspace, actor=actor, verb="campaign.paused", target=campaign)


@transaction.atomic
def resume_campaign(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> None:
    """Raises CannotSteer."""
    _move(campaign, [State.PAUSED], State.SENDING)
    messaging.resume_mailing(workspace=workspace, origin=campaign.origin)
    record_audit(workspace=workspace, actor=actor, verb="campaign.resumed", target=campaign)


@transaction.atomic
def cancel_campaign(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> None:
    """Send nothing more, for good; what was sent stays in the report. Raises CannotSteer."""
    before = (State.PREPARING, State.SENDING, State.PAUSED)
    _move(campaign, before, State.CANCELLED, finished_at=clock.now())
    if campaign.job_id:
        jobs.cancel(campaign.job_id)
    messaging.cancel_mailing(workspace=workspace, origin=campaign.origin)
    record_audit(workspace=workspace, actor=actor, verb="campaign.cancelled", target=campaign)
    bus.publish(CampaignFinished(workspace.pk, campaign.pk))


@transaction.atomic
def finish_campaign(*, workspace: Workspace, campaign: Campaign) -> None:
    """Everybody was served. Does nothing to a campaign that is over already."""
    won = Campaign.objects.filter(pk=campaign.pk, state__in=(State.SENDING, State.PAUSED)).update(
        state=State.SENT, finished_at=clock.now()
    )
    if won:
        bus.publish(CampaignFinished(workspace.pk, campaign.pk))


@transaction.atomic
def settle_unknown_messages(
    *,
    workspace: Workspace,
    actor: Actor,
    campaign: Campaign,
    policy: Literal["sent", "failed", "resend"],
) -> int:
    """Decide about mails of which nobody knows whether they left. Returns how many."""
    settled = messaging.settle_unknown(workspace=workspace, origin=campaign.origin, policy=policy)
    if settled and policy == "resend":
        Campaign.objects.filter(pk=campaign.pk, state=State.SENT).update(
            state=State.SENDING, finished_at=None, updated_at=clock.now()
        )
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="campaign.unknown_settled",
        target=campaign,
        detail={"policy": policy, "messages": settled},
    )
    return settled


def _move(
    campaign: Campaign, before: tuple[State, ...] | list[State], after: State, **changes: object
) -> None:
    won = Campaign.objects.filter(pk=campaign.pk, state__in=before).update(
        state=after, updated_at=clock.now(), **changes
    )
    if not won:
        raise CannotSteer(campaign)
