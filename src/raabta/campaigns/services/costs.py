"""What a campaign was planned to cost and what it did cost; kept up after the send too."""

from datetime import date

from django.db import transaction

from raabta.campaigns.models import Campaign, CostLine
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


@transaction.atomic
def add_cost(
    *,
    workspace: Workspace,
    actor: Actor,
    campaign: Campaign,
    label: str,
    amount_minor: int,
    is_actual: bool,
    spent_on: date | None = None,
) -> CostLine:
    """`amount_minor` is in minor units of the campaign's currency."""
    made = CostLine.objects.create(
        workspace=workspace,
        campaign=campaign,
        label=label,
        amount_minor=amount_minor,
        is_actual=is_actual,
        spent_on=spent_on,
    )
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="campaign.cost_added",
        target=campaign,
        detail={"label": label, "amount_minor": amount_minor, "is_actual": is_actual},
    )
    return made


@transaction.atomic
def remove_cost(*, workspace: Workspace, actor: Actor, cost: CostLine) -> None:
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="campaign.cost_removed",
        target=cost.campaign,
        detail={"label": cost.label, "amount_minor": cost.amount_minor},
    )
    CostLine.objects.filter(pk=cost.pk).delete()
