"""The ledger and the outbox, for their pages."""

from django.db.models import Q, QuerySet

from raabta.messaging.models import Engagement, Message, OutboxMail, Suppression
from raabta.messaging.suppression_hash import normalised, value_hash
from raabta.workspaces.models import Workspace


def messages(
    workspace: Workspace, *, origin: str = "", state: str = "", reason: str = "", search: str = ""
) -> QuerySet[Message]:
    """Newest first; `search` is an address, or a part of one."""
    rows = Message.objects.filter(workspace=workspace).select_related("customer", "mailing")
    if origin:
        rows = rows.filter(origin=origin)
    if state:
        rows = rows.filter(state=state)
    if reason:
        rows = rows.filter(reason=reason)
    if search:
        text = normalised(search)
        rows = rows.filter(Q(address__istartswith=text) | Q(customer__email__istartswith=text))
    return rows.order_by("-pk")


def engagements_of(message: Message) -> QuerySet[Engagement]:
    return Engagement.objects.filter(message=message).select_related("link").order_by("at", "pk")


def outbox(workspace: Workspace, *, search: str = "") -> QuerySet[OutboxMail]:
    rows = OutboxMail.objects.filter(workspace=workspace).defer("raw")
    if search:
        rows = rows.filter(Q(recipient__icontains=search) | Q(subject__icontains=search))
    return rows.order_by("-pk")


def suppressions(
    workspace: Workspace, *, search: str = "", reason: str = "", channel: str = ""
) -> QuerySet[Suppression]:
    """Newest first; a whole address is also found by its hash, after it was erased."""
    rows = Suppression.objects.filter(workspace=workspace)
    if channel:
        rows = rows.filter(channel=channel)
    if reason:
        rows = rows.filter(reason=reason)
    if search:
        found = Q(value__icontains=normalised(search)) | Q(value_hash=value_hash(search))
        rows = rows.filter(found)
    return rows.order_by("-pk")


def reasons_used(workspace: Workspace) -> list[str]:
    rows = Message.objects.filter(workspace=workspace).exclude(reason="")
    return sorted(rows.values_list("reason", flat=True).order_by().distinct())
