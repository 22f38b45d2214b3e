from django.db import transaction

from raabta.campaigns.models import CampaignPolicy
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


@transaction.atomic
def keep_policy(
    *, workspace: Workspace, actor: Actor, cancel_window_seconds: int, repeat_days: int
) -> CampaignPolicy:
    values = {"cancel_window_seconds": cancel_window_seconds, "repeat_days": repeat_days}
    kept, _ = CampaignPolicy.objects.update_or_create(workspace=workspace, defaults=values)
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="campaign.policy_changed",
        target=workspace,
        detail=values,
    )
    return kept
