"""Make, fill in, copy and put away campaigns. Everything but a draft is read only."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction

from raabta.audiences.models import Audience
from raabta.campaigns.models import Campaign, CampaignAudience, CostLine
from raabta.content.models import Template
from raabta.customers.models import Topic
from raabta.kernel import clock
from raabta.messaging.models import Sender
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

COPIED = (
    "goal_metric",
    "goal_baseline",
    "goal_target",
    "attribution_days",
    "budget_minor",
    "currency",
    "template_id",
    "sender_id",
    "purpose",
    "topic_id",
    "holdout_percent",
)


class NotADraft(Exception):
    """The campaign was launched, so its settings stay as they are."""


class NotOurs(LookupError):
    """The audience, template or sender belongs to another workspace."""


class StillRunning(Exception):
    """A running campaign cannot be put away."""


class DraftChanges(TypedDict, total=False):
    name: str
    goal_metric: str
    goal_baseline: int | None
    goal_target: int | None
    goal_deadline_on: date | None
    attribution_days: int
    budget_minor: int | None
    template: Template | None
    sender: Sender | None
    purpose: str
    topic: Topic | None  # brings its purpose
    timing: str
    send_at: datetime | None
    holdout_percent: int


@transaction.atomic
def create_campaign(*, workspace: Workspace, actor: Actor, name: str) -> Campaign:
    """A draft that uses the default sender."""
    now = clock.now()
    made = Campaign.objects.create(
        workspace=workspace,
        name=name,
        currency=workspace.currency,
        sender=Sender.objects.order_by("-is_default", "id").first(),
        created_by=actor.label,
        created_at=now,
        updated_at=now,
    )
    record_audit(workspace=workspace, actor=actor, verb="campaign.created", target=made)
    return made


@transaction.atomic
def edit_draft(
    *, workspace: Workspace, actor: Actor, campaign: Campaign, changes: DraftChanges
) -> None:
    """Raises NotADraft or NotOurs."""
    for row in (changes.get("template"), changes.get("sender"), changes.get("topic")):
        _check_ours(workspace, row)
    changes = {**changes, **_topic_and_purpose(campaign, changes)}
    _change(campaign, **changes)
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="campaign.edited",
        target=campaign,
        detail={"fields": sorted(changes)},
    )


@transaction.atomic
def choose_audiences(
    *,
    workspace: Workspace,
    actor: Actor,
    campaign: Campaign,
    included: Iterable[Audience],
    excluded: Iterable[Audience],
) -> None:
    """Replace who is in and out; an audience on both sides is out. Raises NotADraft or NotOurs."""
    _change(campaign)
    chosen = {row.pk: (row, False) for row in included} | {row.pk: (row, True) for row in excluded}
    CampaignAudience.objects.filter(campaign=campaign).delete()
    for audience, is_excluded in chosen.values():
        _check_ours(workspace, audience)
        CampaignAudience.objects.create(
            workspace=workspace, campaign=campaign, audience=audience, is_excluded=is_excluded
        )
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="campaign.edited",
        target=campaign,
        detail={"fields": ["audiences"]},
    )


@transaction.atomic
def clone_campaign(
    *, workspace: Workspace, actor: Actor, campaign: Campaign, name: str
) -> Campaign:
    """A draft with the same settings, audiences and planned costs; nothing of what happened."""
    made = create_campaign(workspace=workspace, actor=actor, name=name[:120])
    settings = {field: getattr(campaign, field) for field in COPIED}
    Campaign.objects.filter(pk=made.pk).update(cloned_from_id=campaign.pk, **settings)
    for use in CampaignAudience.objects.filter(campaign=campaign):
        CampaignAudience.objects.create(
            workspace=workspace,
            campaign=made,
            audience_id=use.audience_id,
            is_excluded=use.is_excluded,
        )
    for cost in CostLine.objects.filter(campaign=campaign, is_actual=False):
        CostLine.objects.create(
            workspace=workspace, campaign=made, label=cost.label, amount_minor=cost.amount_minor
        )
    made.refresh_from_db()
    return made


@transaction.atomic
def archive_campaign(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> None:
    """Take it off the list; its report stays. Raises StillRunning."""
    quiet = (Campaign.State.DRAFT, Campaign.State.SENT, Campaign.State.CANCELLED)
    if not Campaign.objects.filter(pk=campaign.pk, state__in=quiet).update(archived_at=clock.now()):
        raise StillRunning(campaign.name)
    record_audit(workspace=workspace, actor=actor, verb="campaign.archived", target=campaign)


@transaction.atomic
def delete_draft(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> None:
    """Raises NotADraft."""
    _change(campaign)
    record_audit(workspace=workspace, actor=actor, verb="campaign.deleted", target=campaign)
    Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.DRAFT).delete()


@transaction.atomic
def keep_learnings(*, workspace: Workspace, actor: Actor, campaign: Campaign, text: str) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(learnings=text, updated_at=clock.now())
    record_audit(workspace=workspace, actor=actor, verb="campaign.learned", target=campaign)


def _topic_and_purpose(campaign: Campaign, changes: DraftChanges) -> DraftChanges:
    """A topic stands under its purpose; another purpose takes the topic away."""
    topic = changes.get("topic", campaign.topic)
    if topic is None:
        return {}
    if "topic" not in changes and changes.get("purpose", topic.purpose) != topic.purpose:
        return DraftChanges(topic=None)
    return DraftChanges(topic=topic, purpose=topic.purpose)


def _change(campaign: Campaign, **changes: object) -> None:
    """Update only while it is a draft, and hold the row until the transaction ends."""
    changed = Campaign.objects.filter(
        pk=campaign.pk, state=Campaign.State.DRAFT, archived_at=None
    ).update(updated_at=clock.now(), **changes)
    if not changed:
        raise NotADraft(campaign.name)


def _check_ours(workspace: Workspace, row: Audience | Template | Sender | Topic | None) -> None:
    if row is not None and row.workspace_id != workspace.pk:
        raise NotOurs(str(row))
