"""A device becomes somebody's by other ways than a call of `identify`."""

from django.db import transaction

from raabta.customers.identity_kind import ANONYMOUS_ID
from raabta.customers.models import Identity
from raabta.customers.services.attribution import attribute_events
from raabta.customers.services.identities import IdentityTaken, InvalidIdentity, add_identity
from raabta.tracking.event import visitor_id
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


@transaction.atomic
def claim_visitor(
    *, workspace: Workspace, actor: Actor, customer_id: int, anonymous_id: str
) -> bool:
    """The device is this person's now, with all that happened on it before.

    It stays with the first who is known on it. Returns whether it changed hands.
    """
    held = Identity.objects.filter(kind=ANONYMOUS_ID, value=anonymous_id, is_live=True)
    if not anonymous_id or held.exists():
        return False
    try:
        add_identity(
            workspace=workspace,
            actor=actor,
            customer_id=customer_id,
            kind=ANONYMOUS_ID,
            text=anonymous_id,
        )
    except (IdentityTaken, InvalidIdentity):
        return False
    visitor = visitor_id(workspace.pk, anonymous_id)
    attribute_events(workspace=workspace, owners={visitor: customer_id})
    return True
