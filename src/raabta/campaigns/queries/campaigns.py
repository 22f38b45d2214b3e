from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum

from raabta.audiences.models import Audience
from raabta.campaigns.models import Campaign, CampaignAudience, CampaignPolicy, CostLine
from raabta.customers.models import Customer
from raabta.kernel import clock
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Costs:
    """Minor units of the campaign's currency. What counts: actual costs once there are any."""

    planned_minor: int
    actual_minor: int
    has_actual: bool

    @property
    def minor(self) -> int:
        return self.actual_minor if self.has_actual else self.planned_minor


@dataclass(frozen=True)
class Setup:
    """Which parts of a draft are filled in."""

    audience: bool
    message: bool
    goal: bool
    schedule: bool

    @property
    def done(self) -> int:
        return sum((self.audience, self.message, self.goal, self.schedule))


def listed(
    workspace: Workspace, *, search: str = "", state: str = "", archived: bool = False
) -> QuerySet[Campaign]:
    """Newest first. `state` is one of the states, or "running"."""
    rows = Campaign.objects.filter(workspace=workspace, archived_at__isnull=not archived)
    if search:
        rows = rows.filter(name__icontains=search)
    if state == "running":
        rows = rows.filter(
            state__in=[
                Campaign.State.SCHEDULED,
                Campaign.State.PREPARING,
                Campaign.State.SENDING,
                Campaign.State.PAUSED,
            ]
        )
    elif state:
        rows = rows.filter(state=state)
    return rows.select_related("template").order_by("-id")


def campaign_of(workspace: Workspace, origin: str) -> Campaign | None:
    """The campaign that the ledger calls `origin`, if it is one."""
    kind, _, number = origin.partition(":")
    if kind != "campaign" or not number.isdecimal():
        return None
    return Campaign.objects.filter(workspace=workspace, pk=int(number)).first()


def audiences_of(campaign: Campaign) -> tuple[list[Audience], list[Audience]]:
    """Who is in and who is out."""
    uses = list(
        CampaignAudience.objects.filter(campaign=campaign).select_related("audience").order_by("id")
    )
    included = [use.audience for use in uses if not use.is_excluded]
    excluded = [use.audience for use in uses if use.is_excluded]
    return included, excluded


def costs_of(campaign: Campaign) -> Costs:
    found = CostLine.objects.filter(campaign=campaign).aggregate(
        planned=Sum("amount_minor", filter=Q(is_actual=False)),
        actual=Sum("amount_minor", filter=Q(is_actual=True)),
        lines=Count("id", filter=Q(is_actual=True)),
    )
    return Costs(found["planned"] or 0, found["actual"] or 0, bool(found["lines"]))


def policy_of(workspace: Workspace) -> CampaignPolicy:
    """The workspace's policy, or the defaults."""
    found = CampaignPolicy.objects.filter(workspace=workspace).first()
    return found or CampaignPolicy(workspace=workspace)


def setup_of(campaign: Campaign) -> Setup:
    return Setup(
        audience=CampaignAudience.objects.filter(campaign=campaign, is_excluded=False).exists(),
        message=bool(campaign.template_id and campaign.sender_id),
        goal=bool(campaign.goal_metric and campaign.goal_target),
        schedule=campaign.timing == Campaign.Timing.NOW or campaign.send_at is not None,
    )


def recently_sent_to(workspace: Workspace, campaign: Campaign, days: int) -> list[Campaign]:
    """Other campaigns to one of the same audiences, launched within so many days."""
    included, _ = audiences_of(campaign)
    return list(
        Campaign.objects.filter(
            workspace=workspace,
            audiences__audience__in=included,
            audiences__is_excluded=False,
            launched_at__gte=clock.now() - timedelta(days=days),
        )
        .exclude(pk=campaign.pk)
        .exclude(state__in=[Campaign.State.DRAFT, Campaign.State.CANCELLED])
        .distinct()
        .order_by("-launched_at")[:3]
    )


def repeated_addresses(workspace: Workspace) -> frozenset[int]:
    """People whose address somebody with a lower id has too: they get nothing of their own."""
    people = Customer.objects.filter(workspace=workspace, deleted_at=None).exclude(email="")
    shared = people.values("email").annotate(n=Count("id"), first=Min("id")).filter(n__gt=1)
    first = {row["email"]: row["first"] for row in shared}
    rows = people.filter(email__in=list(first)).values_list("id", "email") if first else ()
    return frozenset(pk for pk, email in rows if pk != first[email])
