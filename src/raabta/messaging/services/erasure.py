"""What erasing a person means here: addresses go, counts stay, the hash keeps them suppressed."""

from collections.abc import Iterable

from django.db import transaction

from raabta.messaging.models import Engagement, Message, OutboxMail
from raabta.messaging.services.claims import mark_changed
from raabta.messaging.services.suppressions import forget_address
from raabta.workspaces.models import Workspace

State = Message.State


@transaction.atomic
def erase_person(
    *,
    workspace: Workspace,
    customer_id: int,
    email_hashes: Iterable[str],
    phone_hashes: Iterable[str],
) -> None:
    """Safe to repeat."""
    rows = Message.objects.filter(workspace=workspace, customer=customer_id)
    ids = list(rows.values_list("pk", flat=True))
    OutboxMail.objects.filter(message__in=ids).delete()
    Engagement.objects.filter(message__in=ids).update(ip=None, user_agent="")
    rows.filter(state=State.QUEUED).update(state=State.CANCELLED, reason="erased")
    rows.update(address="", error="")
    forget_address(workspace=workspace, hashes=email_hashes, channel="email")
    forget_address(workspace=workspace, hashes=phone_hashes, channel="sms")
    mark_changed(workspace.pk, ids)
