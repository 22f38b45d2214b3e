"""Turn a started campaign into ledger rows. Every step can be repeated after a crash."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from raabta.audiences import queries as audiences
from raabta.audiences.services import take_snapshot
from raabta.campaigns.holdout import is_held_out
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import audiences_of, repeated_addresses
from raabta.campaigns.services.running import CannotSteer
from raabta.campaigns.timing import in_zone
from raabta.kernel import clock, jobs
from raabta.messaging import services as messaging
from raabta.messaging.about import About
from raabta.messaging.contact import may_contact
from raabta.messaging.queries.people import zones
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

CHUNK = 5_000
CHANNEL = "email"
GOES_ON = (Campaign.State.PREPARING, Campaign.State.SENDING, Campaign.State.PAUSED)
Progress = Callable[[int, int], None]


def prepare_campaign(*, workspace: Workspace, campaign: Campaign, progress: Progress) -> None:
    """Freeze the audience, then plan one message for each of its people, chunk by chunk.

    Mails leave while later chunks are still planned. Stops quietly when the campaign was
    cancelled. The ledger takes each person once, so running it again adds nothing.
    """
    template = campaign.template
    if template is None or not _goes_on(campaign):
        return
    snapshot_id = campaign.snapshot_id or _freeze_audience(workspace, campaign)
    messaging.open_mailing(
        workspace=workspace,
        origin=campaign.origin,
        name=campaign.name,
        template=template,
        sender=campaign.sender,
        about=About(campaign.purpose, campaign.topic),
    )
    _begin_sending(campaign)
    repeated = repeated_addresses(workspace)
    done, total = 0, audiences.snapshot_size(workspace, snapshot_id)
    for ids in audiences.snapshot_members(workspace, snapshot_id, CHUNK):
        if not _goes_on(campaign):
            return
        try:
            _plan(workspace, campaign, [one for one in ids if one not in repeated])
        except messaging.MailingClosed:
            return  # cancelled while the chunk was planned
        done += len(ids)
        progress(done, total)
    messaging.seal_mailing(workspace=workspace, origin=campaign.origin)


@transaction.atomic
def retry_preparation(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> None:
    """Go on after the job failed for good. Raises CannotSteer."""
    if not _goes_on(campaign):
        raise CannotSteer(campaign)
    job = jobs.enqueue(
        "campaigns.prepare", workspace_id=workspace.pk, payload={"campaign_id": campaign.pk}
    )
    Campaign.objects.filter(pk=campaign.pk).update(job_id=job.pk)
    record_audit(workspace=workspace, actor=actor, verb="campaign.retried", target=campaign)


def _freeze_audience(workspace: Workspace, campaign: Campaign) -> int:
    included, excluded = audiences_of(campaign)
    snapshot = take_snapshot(workspace=workspace, include=included, exclude=excluded)
    Campaign.objects.filter(pk=campaign.pk, snapshot_id=None).update(snapshot_id=snapshot.pk)
    campaign.refresh_from_db(fields=["snapshot_id"])
    return campaign.snapshot_id or snapshot.pk


def _begin_sending(campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.PREPARING).update(
        state=Campaign.State.SENDING, updated_at=clock.now()
    )


def _plan(workspace: Workspace, campaign: Campaign, ids: list[int]) -> None:
    percent = campaign.holdout_percent
    apart = {one for one in ids if is_held_out(campaign.pk, one, percent)}
    mailed = [one for one in ids if one not in apart]
    for some, held_out in ((mailed, False), (_comparable(workspace, campaign, apart), True)):
        if some:
            messaging.plan_messages(
                workspace=workspace,
                origin=campaign.origin,
                customer_ids=some,
                not_before=_moments(workspace, campaign, some),
                held_out=held_out,
            )


def _comparable(workspace: Workspace, campaign: Campaign, apart: set[int]) -> list[int]:
    """Those held out who would have got the mail.

    The others would be compared with nobody: among the mailed, their like are refused.
    """
    decisions = may_contact(
        workspace, sorted(apart), campaign.purpose, CHANNEL, topic=campaign.topic
    )
    return [pk for pk, found in decisions.items() if found.allowed or found.retry_at is not None]


def _moments(
    workspace: Workspace, campaign: Campaign, ids: list[int]
) -> datetime | dict[int, datetime]:
    """When each may get it; a moment that passed already means at once."""
    now = clock.now()
    if campaign.timing != Campaign.Timing.LOCAL or campaign.send_at is None:
        return now
    zone = zones(workspace, ids)
    return {pk: max(now, in_zone(campaign.send_at, zone[pk])) if pk in zone else now for pk in ids}


def _goes_on(campaign: Campaign) -> bool:
    return Campaign.objects.filter(pk=campaign.pk, state__in=GOES_ON).exists()
