"""Launch a campaign, take the launch back while its window is open, start what is due."""

from datetime import timedelta

from django.db import transaction
from django_scopes import scopes_disabled

from raabta.campaigns.domain_events import CampaignLaunched, LaunchWithdrawn
from raabta.campaigns.launch_check import Finding, blocking, findings_of
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import policy_of
from raabta.campaigns.services.drafts import NotADraft
from raabta.campaigns.services.reach import count_if_quick
from raabta.campaigns.timing import start_of
from raabta.kernel import bus, clock, jobs
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.audit import record_audit


class LaunchBlocked(Exception):
    """The checklist found what would embarrass; `findings` tell what."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(str(finding.message) for finding in findings))
        self.findings = findings


class WindowClosed(Exception):
    """The send began, so the launch cannot be taken back; it can be cancelled."""


def launch_campaign(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> Campaign:
    """Order the send. Of two launches at once one wins.

    A reach that is out of date is counted first where that takes a moment.
    Raises LaunchBlocked while a check blocks, and NotADraft when it was launched before.
    """
    if not campaign.is_draft:
        raise NotADraft(campaign.name)
    count_if_quick(workspace=workspace, campaign=campaign)
    if found := blocking(findings_of(workspace, campaign)):
        raise LaunchBlocked(found)
    now = clock.now()
    window = timedelta(seconds=policy_of(workspace).cancel_window_seconds)
    with transaction.atomic():
        won = Campaign.objects.filter(
            pk=campaign.pk,
            state=Campaign.State.DRAFT,
            archived_at=None,
            updated_at=campaign.updated_at,  # what was checked is what is launched
        ).update(
            state=Campaign.State.SCHEDULED,
            starts_at=start_of(campaign, window_ends_at=now + window),
            launched_by=actor.label,
            launched_at=now,
            updated_at=now,
        )
        if not won:
            raise NotADraft(campaign.name)
        record_audit(workspace=workspace, actor=actor, verb="campaign.launched", target=campaign)
        bus.publish(CampaignLaunched(workspace.pk, campaign.pk))
    campaign.refresh_from_db()
    return campaign


@transaction.atomic
def withdraw_launch(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> None:
    """Make it a draft again before anything is prepared. Raises WindowClosed."""
    won = Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SCHEDULED).update(
        state=Campaign.State.DRAFT,
        starts_at=None,
        launched_at=None,
        launched_by="",
        updated_at=clock.now(),
    )
    if not won:
        raise WindowClosed(campaign.name)
    record_audit(workspace=workspace, actor=actor, verb="campaign.withdrawn", target=campaign)
    bus.publish(LaunchWithdrawn(workspace.pk, campaign.pk))


def start_due() -> int:
    """Hand every campaign whose moment came to the process that owns the warehouse."""
    with scopes_disabled():
        due = list(
            Campaign.objects.select_related("workspace").filter(
                state=Campaign.State.SCHEDULED, starts_at__lte=clock.now()
            )[:20]
        )
    return sum(_start(campaign) for campaign in due)


def _start(campaign: Campaign) -> int:
    with working_in(campaign.workspace), transaction.atomic():
        won = Campaign.objects.filter(
            pk=campaign.pk, state=Campaign.State.SCHEDULED, starts_at__lte=clock.now()
        ).update(state=Campaign.State.PREPARING)
        if won:
            job = jobs.enqueue(
                "campaigns.prepare",
                workspace_id=campaign.workspace_id,
                payload={"campaign_id": campaign.pk},
            )
            Campaign.objects.filter(pk=campaign.pk).update(job_id=job.pk)
    return won
