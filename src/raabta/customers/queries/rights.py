"""Questions about people's rights."""

from django.db.models import QuerySet

from raabta.customers.models import ErasureRequest, RightsPolicy
from raabta.workspaces.models import Workspace


def rights_policy(workspace: Workspace) -> RightsPolicy:
    found = RightsPolicy.objects.filter(workspace=workspace).first()
    return found or RightsPolicy(workspace=workspace)


def erasure_requests(workspace: Workspace) -> QuerySet[ErasureRequest]:
    """Newest first."""
    rows = ErasureRequest.objects.filter(workspace=workspace).select_related("customer")
    return rows.order_by("-pk")


def waiting_erasure(workspace: Workspace, customer_id: int) -> ErasureRequest | None:
    return ErasureRequest.objects.filter(
        workspace=workspace, customer=customer_id, state=ErasureRequest.State.WAITING
    ).first()
