"""Consents that wait for the owner of a mailbox."""

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from raabta.kernel import clock
from raabta.messaging.models import PendingConsent
from raabta.workspaces.models import Workspace


def pending_by_token(token: str) -> PendingConsent | None:
    """Whichever workspace; the caller has checked the link's signature."""
    with scopes_disabled():
        rows = PendingConsent.objects.select_related("workspace", "customer")
        return rows.filter(token=token, customer__deleted_at=None).first()


def all_open(workspace: Workspace) -> QuerySet[PendingConsent]:
    """What anybody was asked and may still confirm, the newest first."""
    rows = PendingConsent.objects.filter(workspace=workspace, customer__deleted_at=None)
    still = rows.filter(confirmed_at=None, expires_at__gt=clock.now())
    return still.select_related("customer").order_by("-pk")


def open_questions(workspace: Workspace, customer_id: int) -> QuerySet[PendingConsent]:
    """What this person was asked and may still confirm, the newest first."""
    rows = PendingConsent.objects.filter(workspace=workspace, customer=customer_id)
    return rows.filter(confirmed_at=None, expires_at__gt=clock.now()).order_by("-pk")
