"""What a campaign looks like from outside, and how a body becomes a change."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Schema
from pydantic import Field

from raabta.api.shapes import LARGEST_MINOR, Body, Day, HappenedAt, Id, Text, refuse
from raabta.audiences.models import Audience
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import audiences_of
from raabta.campaigns.services import DraftChanges
from raabta.content.models import Template
from raabta.customers.models import Topic
from raabta.messaging.models import Sender
from raabta.workspaces.models import Workspace

CLEARABLE = {"goal_baseline", "goal_target", "goal_deadline_on", "budget_minor", "send_at"}


class CampaignOut(Schema):
    id: int
    name: str
    state: str
    goal_metric: str
    goal_baseline: int | None
    goal_target: int | None
    goal_deadline_on: date | None
    attribution_days: int
    budget_minor: int | None
    currency: str
    audience_ids: list[int] = Field(description="Who gets it.")
    excluded_audience_ids: list[int] = Field(description="Who is left out.")
    template_id: int | None
    sender_id: int | None
    purpose: str
    topic_id: int | None = Field(description="Only people who chose it get it.")
    timing: str
    send_at: datetime | None
    holdout_percent: int
    starts_at: datetime | None = Field(description="Until then a launch can be withdrawn.")
    launched_by: str
    launched_at: datetime | None
    finished_at: datetime | None
    created_by: str
    created_at: datetime
    updated_at: datetime


class CampaignChange(Body):
    """Absent fields stay as they are."""

    name: Text | None = Field(None, min_length=1, max_length=120, pattern=r"\S")
    goal_metric: Literal["", "orders", "revenue", "clicks"] | None = None
    goal_baseline: int | None = Field(None, ge=0, le=LARGEST_MINOR)
    goal_target: int | None = Field(
        None, ge=0, le=LARGEST_MINOR, description="Minor units when the metric is revenue."
    )
    goal_deadline_on: Day | None = None
    attribution_days: int | None = Field(None, ge=1, le=90)
    budget_minor: int | None = Field(None, ge=0, le=LARGEST_MINOR)
    audience_ids: list[Id] | None = Field(None, max_length=100, description="Replaces all.")
    excluded_audience_ids: list[Id] | None = Field(None, max_length=100)
    template_id: Id | None = None
    sender_id: Id | None = None
    purpose: Literal["marketing", "service", "research", "profiling"] | None = None
    topic_id: Id | None = Field(None, description="Brings its purpose; null takes it away.")
    timing: Literal["now", "at", "local"] | None = None
    send_at: HappenedAt | None = Field(
        None, description="With `local`, written with Z and read on each reader's own clock."
    )
    holdout_percent: int | None = Field(None, ge=0, le=50)


class CampaignIn(CampaignChange):
    name: Text = Field(min_length=1, max_length=120, pattern=r"\S", examples=["Eid offer"])


def campaigns(workspace: Workspace) -> QuerySet[Campaign]:
    return Campaign.objects.filter(workspace=workspace, archived_at=None)


def campaign_with(workspace: Workspace, campaign_id: int) -> Campaign:
    return get_object_or_404(campaigns(workspace), pk=campaign_id)


def shape(rows: Sequence[Campaign]) -> list[CampaignOut]:
    return [one(row) for row in rows]


def one(campaign: Campaign) -> CampaignOut:
    included, excluded = audiences_of(campaign)
    own = CampaignOut.model_fields.keys() - {"audience_ids", "excluded_audience_ids"}
    return CampaignOut(
        **{name: getattr(campaign, name) for name in own},
        audience_ids=[audience.pk for audience in included],
        excluded_audience_ids=[audience.pk for audience in excluded],
    )


def changes_from(workspace: Workspace, body: CampaignChange) -> DraftChanges:
    """Raises Problem 422 for a template, sender or topic that is not there."""
    given = body.model_dump(
        exclude_unset=True,
        exclude={"audience_ids", "excluded_audience_ids", "template_id", "sender_id", "topic_id"},
    )
    kept = {
        field: value for field, value in given.items() if value is not None or field in CLEARABLE
    }
    if "name" in kept:
        kept["name"] = kept["name"].strip()
    templates = Template.objects.filter(workspace=workspace, archived_at=None)
    senders = Sender.objects.filter(workspace=workspace)
    if "template_id" in body.model_fields_set:
        kept["template"] = _row(templates, body.template_id, "template_id")
    if "topic_id" in body.model_fields_set:
        topics = Topic.objects.filter(workspace=workspace, archived_at=None)
        kept["topic"] = _row(topics, body.topic_id, "topic_id")
    if "sender_id" in body.model_fields_set:
        kept["sender"] = _row(senders, body.sender_id, "sender_id")
    return cast("DraftChanges", kept)


def audiences_from(
    workspace: Workspace, ids: Sequence[int] | None, held: list[Audience], field: str
) -> list[Audience]:
    """The audiences of the ids, or those held when no ids are given. Raises Problem 422."""
    if ids is None:
        return held
    found = Audience.objects.filter(workspace=workspace, archived_at=None).in_bulk(list(ids))
    refuse(
        [
            {"where": f"body.{field}", "message": f"There is no audience {pk}."}
            for pk in ids
            if pk not in found
        ]
    )
    return list(found.values())


def _row(rows: QuerySet[Any], pk: int | None, field: str) -> Any:
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    refuse([] if found else [{"where": f"body.{field}", "message": "There is no such thing."}])
    return found
