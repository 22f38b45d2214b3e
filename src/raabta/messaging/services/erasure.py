"""What erasing a person means here: addresses go, counts stay, the hash keeps them suppressed."""

from collections.abc import Collection

from django.db import transaction

from raabta.messaging.models import Engagement, Message, OutboxMail, PendingConsent
from raabta.messaging.services.claims import mark_changed
from raabta.messaging.services.suppressions import forget_address
from raabta.messaging.suppression_hash import PHONE_CHANNELS
from raabta.workspaces.models import Workspace

State = Message.State


@transaction.atomic
def erase_person(
    *,
    workspace: Workspace,
    customer_id: int,
    email_hashes: Collection[str],
    phone_hashes: Collection[str],
) -> None:
    """Safe to repeat."""
    rows = Message.objects.filter(workspace=workspace, customer=customer_id)
    ids = list(rows.values_list("pk", flat=True))
    OutboxMail.objects.filter(message__in=ids).delete()
    Engagement.objects.filter(message__in=ids).update(ip=None, user_agent="")
    rows.filter(state=State.QUEUED).update(state=State.CANCELLED, reason="erased")
    rows.update(address="", error="")
    PendingConsent.objects.filter(workspace=workspace, customer=customer_id).delete()
    forget_address(workspace=workspace, hashes=email_hashes, channel="email")
    for channel in PHONE_CHANNELS:
        forget_address(workspace=workspace, hashes=phone_hashes, channel=channel)
    mark_changed(workspace.pk, ids)


@transaction.atomic
def strip_messages(message_ids: Collection[int]) -> None:
    """Take from old messages what tells where they went; that they went stays."""
    OutboxMail.objects.filter(message__in=message_ids).delete()
    Engagement.objects.filter(message__in=message_ids).update(ip=None, user_agent="")
    Message.objects.filter(pk__in=message_ids).update(address="", error="")
