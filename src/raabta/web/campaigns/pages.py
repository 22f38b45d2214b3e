"""What the list and the page of a campaign show."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from raabta.campaigns.launch_check import Checked, Severity, checklist
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import (
    audiences_of,
    costs_of,
    progress_of,
    reach_of,
    setup_of,
)
from raabta.content.models import Variant
from raabta.content.queries import running_link_check
from raabta.insights.queries import Result, campaign_results
from raabta.insights.report import CampaignReport, report_of
from raabta.kernel import clock
from raabta.web.campaigns.forms import LearningsForm
from raabta.web.campaigns.lookup import TONES
from raabta.web.http import HttpRequest
from raabta.web.insights.words import NUMBERS
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    campaign: Campaign
    tone: str
    result: Result | None
    reach: int | None
    goal: "Goal | None"


@dataclass(frozen=True)
class Goal:
    """How far a goal is reached; money in minor units of the campaign's currency."""

    label: str
    is_money: bool
    reached: int
    target: int

    @property
    def percent(self) -> int:
        return max(0, min(100, self.reached * 100 // self.target)) if self.target else 0

    @property
    def share(self) -> float:
        return max(0.0, self.reached / self.target) if self.target else 0.0


def powers(request: HttpRequest) -> dict[str, bool]:
    """Which buttons the page shows."""
    return {
        "may_edit": request.may("campaigns.edit"),
        "may_launch": request.may("campaigns.launch"),
        "may_export": request.may("insights.export"),
    }


def index_rows(workspace: Workspace, campaigns: list[Campaign]) -> list[Row]:
    launched = [campaign for campaign in campaigns if not campaign.is_draft]
    results = campaign_results(workspace, launched) if launched else {}
    return [
        Row(
            campaign=campaign,
            tone=TONES[Campaign.State(campaign.state)],
            result=results.get(campaign.pk),
            reach=reach_of(campaign).will_get if campaign.is_draft else None,
            goal=goal_of(campaign, results.get(campaign.pk)),
        )
        for campaign in campaigns
    ]


def goal_of(campaign: Campaign, result: Any) -> Goal | None:
    """`result` has orders, revenue_minor and clicked; None counts as nothing yet."""
    if not campaign.goal_metric or not campaign.goal_target:
        return None
    metric = Campaign.Metric(campaign.goal_metric)
    reached = {
        Campaign.Metric.ORDERS: getattr(result, "orders", 0),
        Campaign.Metric.REVENUE: getattr(result, "revenue_minor", 0),
        Campaign.Metric.CLICKS: getattr(result, "clicked", 0),
    }[metric]
    return Goal(
        label=str(metric.label),
        is_money=metric == Campaign.Metric.REVENUE,
        reached=reached,
        target=campaign.goal_target,
    )


def draft_context(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """The page of a draft: its parts, the checklist and the reach."""
    included, excluded = audiences_of(campaign)
    lines = checklist(request.workspace, campaign)
    costs = costs_of(campaign)
    return {
        **powers(request),
        "campaign": campaign,
        "tone": TONES[Campaign.State(campaign.state)],
        "setup": setup_of(campaign),
        "included": included,
        "excluded": excluded,
        "costs": costs,
        "goal": goal_of(campaign, None),
        "reach": reach_of(campaign),
        "previews": previews_of(campaign),
        **checklist_context(campaign, lines),
    }


def previews_of(campaign: Campaign) -> list[tuple[str, str, str]]:
    """Language, the mail itself and its preview page, for each language of the template."""
    if campaign.template is None:
        return []
    first = campaign.template.default_language
    variants = Variant.objects.filter(template=campaign.template)
    return [
        (
            one.language,
            reverse("web:variants:preview_mail", args=[one.pk]),
            reverse("web:variants:preview", args=[one.pk]),
        )
        for one in sorted(variants, key=lambda one: (one.language != first, one.language))
    ]


def checklist_context(campaign: Campaign, lines: list[Checked]) -> dict[str, Any]:
    blocked = sum(line.severity == Severity.BLOCK for line in lines)
    return {
        "lines": lines,
        "blocked": blocked,
        "warned": sum(line.severity == Severity.WARN for line in lines),
        "is_ready": not blocked,
        "checking": running_link_check(campaign.template) if campaign.template else None,
    }


def report_context(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """The page of a launched campaign: what is going on, and the report once mails left."""
    context = live_context(request, campaign)
    included, excluded = audiences_of(campaign)
    has_report = campaign.state not in {Campaign.State.SCHEDULED, Campaign.State.PREPARING}
    report = report_of(campaign) if has_report else None
    is_waiting = campaign.state == Campaign.State.SCHEDULED
    return {
        **context,
        "included": included,
        "excluded": excluded,
        "report": report,
        "words": NUMBERS,
        "goal": goal_of(campaign, _reached(report)),
        "reach": reach_of(campaign) if is_waiting else None,
        "previews": previews_of(campaign) if is_waiting else [],
        "learnings": LearningsForm(initial={"learnings": campaign.learnings}),
    }


@dataclass(frozen=True)
class _Reached:
    orders: int
    revenue_minor: int
    clicked: int


def _reached(report: CampaignReport | None) -> _Reached | None:
    if report is None:
        return None
    sales = report.sales
    return _Reached(sales.orders, sales.revenue_minor, report.delivery.clicked)


def live_context(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """What the page of a running campaign asks for every second."""
    progress = progress_of(campaign)
    wait = campaign.starts_at - clock.now() if campaign.starts_at else None
    seconds = max(0, round(wait.total_seconds())) if wait else 0
    return {
        **powers(request),
        "campaign": campaign,
        "tone": TONES[Campaign.State(campaign.state)],
        "progress": progress,
        "seconds": seconds,
        "is_soon": seconds <= 600,
        "pause_between": "1s" if seconds <= 600 else "30s",
    }
