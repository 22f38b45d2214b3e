"""List, show, create, change, copy and delete campaigns."""

from typing import Any, Literal

from django.db import transaction
from ninja import Query, Router, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.campaigns.shapes import (
    CampaignChange,
    CampaignIn,
    CampaignOut,
    audiences_from,
    campaign_with,
    campaigns,
    changes_from,
    one,
    shape,
)
from raabta.api.problems import Problem
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of
from raabta.campaigns import services
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import audiences_of

router = Router()
LAUNCHED = "The campaign was launched, so its settings stay. Nothing was changed."


class CampaignQuery(PageQuery):
    state: Literal[
        "", "draft", "scheduled", "preparing", "sending", "paused", "sent", "cancelled"
    ] = ""
    search: Text = Field("", max_length=120, description="Is in the name.")


class CopyIn(Body):
    name: Text = Field(min_length=1, max_length=120, pattern=r"\S")


@router.get("", response=Page[CampaignOut], summary="List campaigns")
@allowed("campaigns.view")
def index(request: ApiRequest, query: Query[CampaignQuery]) -> Any:
    rows = campaigns(request.auth.workspace)
    if query.state:
        rows = rows.filter(state=query.state)
    if query.search:
        rows = rows.filter(name__icontains=query.search)
    return page_of(rows, query, shape)


@router.post("", response={201: CampaignOut}, summary="Create a draft")
@allowed("campaigns.edit")
def create(request: ApiRequest, body: CampaignIn) -> Any:
    workspace, actor = request.auth.workspace, request.auth.actor
    with transaction.atomic():
        made = services.create_campaign(workspace=workspace, actor=actor, name=body.name.strip())
        _change(request, made, body)
    return Status(201, one(made))


@router.get("/{int:campaign_id}", response=CampaignOut, summary="One campaign")
@allowed("campaigns.view")
def show(request: ApiRequest, campaign_id: Id) -> Any:
    return one(campaign_with(request.auth.workspace, campaign_id))


@router.patch("/{int:campaign_id}", response=CampaignOut, summary="Change a draft")
@allowed("campaigns.edit")
def update(request: ApiRequest, campaign_id: Id, body: CampaignChange) -> Any:
    held = campaign_with(request.auth.workspace, campaign_id)
    with transaction.atomic():
        _change(request, held, body)
    return one(held)


@router.delete("/{int:campaign_id}", response={204: None}, summary="Delete a draft")
@allowed("campaigns.edit")
def delete(request: ApiRequest, campaign_id: Id) -> Any:
    workspace, actor = request.auth.workspace, request.auth.actor
    held = campaign_with(workspace, campaign_id)
    try:
        services.delete_draft(workspace=workspace, actor=actor, campaign=held)
    except services.NotADraft:
        raise Problem(409, LAUNCHED) from None
    return Status(204, None)


@router.post("/{int:campaign_id}/copies", response={201: CampaignOut}, summary="Copy as a draft")
@allowed("campaigns.edit")
def copy(request: ApiRequest, campaign_id: Id, body: CopyIn) -> Any:
    workspace, actor = request.auth.workspace, request.auth.actor
    held = campaign_with(workspace, campaign_id)
    made = services.clone_campaign(
        workspace=workspace, actor=actor, campaign=held, name=body.name.strip()
    )
    return Status(201, one(made))


def _change(request: ApiRequest, campaign: Campaign, body: CampaignChange) -> None:
    workspace, actor = request.auth.workspace, request.auth.actor
    changes = changes_from(workspace, body)
    included, excluded = audiences_of(campaign)
    within = audiences_from(workspace, body.audience_ids, included, "audience_ids")
    without = audiences_from(
        workspace, body.excluded_audience_ids, excluded, "excluded_audience_ids"
    )
    try:
        services.edit_draft(workspace=workspace, actor=actor, campaign=campaign, changes=changes)
        if {"audience_ids", "excluded_audience_ids"} & body.model_fields_set:
            services.choose_audiences(
                workspace=workspace,
                actor=actor,
                campaign=campaign,
                included=within,
                excluded=without,
            )
    except services.NotADraft:
        raise Problem(409, LAUNCHED) from None
    campaign.refresh_from_db()
