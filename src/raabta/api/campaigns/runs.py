"""Launch a campaign, take the launch back, pause, resume and cancel it."""

from collections.abc import Callable
from typing import Any

from ninja import Router, Schema

from raabta.api.access import ApiRequest, allowed
from raabta.api.campaigns.shapes import CampaignOut, campaign_with, one
from raabta.api.problems import Problem
from raabta.api.shapes import Id
from raabta.campaigns import services
from raabta.campaigns.launch_check import Finding, checklist

router = Router()


class FindingOut(Schema):
    severity: str
    message: str


class CheckOut(Schema):
    key: str
    label: str
    findings: list[FindingOut]


@router.get(
    "/{int:campaign_id}/checklist", response=list[CheckOut], summary="What speaks against a launch"
)
@allowed("campaigns.view")
def show_checklist(request: ApiRequest, campaign_id: Id) -> Any:
    """A finding of severity `block` must be put right first."""
    workspace = request.auth.workspace
    return [
        CheckOut(key=line.key, label=str(line.label), findings=[_finding(f) for f in line.findings])
        for line in checklist(workspace, campaign_with(workspace, campaign_id))
    ]


@router.post("/{int:campaign_id}/launch", response=CampaignOut, summary="Launch a campaign")
@allowed("campaigns.launch")
def launch(request: ApiRequest, campaign_id: Id) -> Any:
    """Answers 409 with the findings while the checklist blocks. `starts_at` ends the window in
    which the launch can be taken back.
    """
    workspace = request.auth.workspace
    held = campaign_with(workspace, campaign_id)
    try:
        return one(
            services.launch_campaign(workspace=workspace, actor=request.auth.actor, campaign=held)
        )
    except services.LaunchBlocked as error:
        found = [_finding(one).model_dump() for one in error.findings]
        says = "The checklist blocks the launch. Nothing was sent."
        raise Problem(409, says, findings=found) from None
    except services.NotADraft:
        says = "It was launched before, or changed a moment ago. Nothing was sent by this call."
        raise Problem(409, says) from None


@router.post("/{int:campaign_id}/withdraw", response=CampaignOut, summary="Take a launch back")
@allowed("campaigns.launch")
def withdraw(request: ApiRequest, campaign_id: Id) -> Any:
    """Possible until `starts_at`; the campaign is a draft again."""
    workspace = request.auth.workspace
    held = campaign_with(workspace, campaign_id)
    try:
        services.withdraw_launch(workspace=workspace, actor=request.auth.actor, campaign=held)
    except services.WindowClosed:
        says = f"It is {held.state}, so there is no launch to take back. Nothing was changed."
        raise Problem(409, says) from None
    held.refresh_from_db()
    return one(held)


@router.post("/{int:campaign_id}/pause", response=CampaignOut, summary="Pause a running campaign")
@allowed("campaigns.launch")
def pause(request: ApiRequest, campaign_id: Id) -> Any:
    return _steer(request, campaign_id, services.pause_campaign)


@router.post("/{int:campaign_id}/resume", response=CampaignOut, summary="Go on after a pause")
@allowed("campaigns.launch")
def resume(request: ApiRequest, campaign_id: Id) -> Any:
    return _steer(request, campaign_id, services.resume_campaign)


@router.post("/{int:campaign_id}/cancel", response=CampaignOut, summary="Cancel for good")
@allowed("campaigns.launch")
def cancel(request: ApiRequest, campaign_id: Id) -> Any:
    """What was sent stays in the report."""
    return _steer(request, campaign_id, services.cancel_campaign)


def _steer(request: ApiRequest, campaign_id: int, change: Callable[..., None]) -> CampaignOut:
    workspace = request.auth.workspace
    held = campaign_with(workspace, campaign_id)
    try:
        change(workspace=workspace, actor=request.auth.actor, campaign=held)
    except services.CannotSteer as error:
        says = f"The campaign is {error.state.value}, so this cannot be done. Nothing was changed."
        raise Problem(409, says, state=error.state.value) from None
    held.refresh_from_db()
    return one(held)


def _finding(finding: Finding) -> FindingOut:
    return FindingOut(severity=finding.severity.value, message=str(finding.message))
