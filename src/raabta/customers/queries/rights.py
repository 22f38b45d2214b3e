"""Questions about people's rights."""

from collections.abc import Collection

from django.db.models import QuerySet

from raabta.customers.models import ErasureRequest, LegalHold, RightsPolicy
from raabta.customers.queries.merges import members_of
from raabta.workspaces.models import Workspace


def rights_policy(workspace: Workspace) -> RightsPolicy:
    found = RightsPolicy.objects.filter(workspace=workspace).first()
    return found or RightsPolicy(workspace=workspace)


def erasure_requests(workspace: Workspace) -> QuerySet[ErasureRequest]:
    """Newest first."""
    rows = ErasureRequest.objects.filter(workspace=workspace).select_related("customer")
    return rows.order_by("-pk")


def open_hold(workspace: Workspace, customer_id: int) -> LegalHold | None:
    """The hold on this person, or on somebody who was merged into them."""
    members = members_of(workspace, customer_id)
    held = LegalHold.objects.filter(workspace=workspace, customer__in=members, released_at=None)
    return held.order_by("pk").first()


def held_among(workspace: Workspace, customer_ids: Collection[int]) -> set[int]:
    """Those of these people who are on legal hold."""
    rows = LegalHold.objects.filter(
        workspace=workspace, customer__in=customer_ids, released_at=None
    )
    return set(rows.values_list("customer", flat=True))


def waiting_erasure(workspace: Workspace, customer_id: int) -> ErasureRequest | None:
    return ErasureRequest.objects.filter(
        workspace=workspace, customer=customer_id, state=ErasureRequest.State.WAITING
    ).first()
