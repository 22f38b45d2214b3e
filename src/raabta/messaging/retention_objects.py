"""What this context keeps for a while only."""

from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.models import LegalHold
from raabta.messaging.models import Message, PendingConsent
from raabta.messaging.services.confirmations import forget_questions
from raabta.messaging.services.erasure import strip_messages
from raabta.workspaces.models import Workspace
from raabta.workspaces.retention import Progress, Retained

BATCH = 1_000
OVER = ("sent", "bounced", "failed", "refused", "held_out", "cancelled")


class Messages(Retained):
    key: ClassVar = "messages"
    label: ClassVar[Promise | str] = _("Content and addresses of messages")
    text: ClassVar[Promise | str] = _(
        "Address, kept mail, and where it was opened (IP, program) go. That a message was sent, "
        "opened and clicked stays for the reports."
    )

    def count(self, workspace: Workspace, before: datetime) -> int:
        return _old(workspace, before).count()

    def remove(self, workspace: Workspace, before: datetime, progress: Progress) -> int:
        removed = 0
        while ids := list(
            _old(workspace, before).order_by("pk").values_list("pk", flat=True)[:BATCH]
        ):
            strip_messages(ids)
            removed += len(ids)
            progress(removed)
        return removed


class PendingConsents(Retained):
    key: ClassVar = "pending_consents"
    label: ClassVar[Promise | str] = _("Questions to confirm a consent")
    text: ClassVar[Promise | str] = _(
        "Questions that ran out or were answered go. The consents that came of them stay."
    )

    def count(self, workspace: Workspace, before: datetime) -> int:
        return _over(workspace, before).count()

    def remove(self, workspace: Workspace, before: datetime, progress: Progress) -> int:
        removed = 0
        while ids := list(_over(workspace, before).values_list("pk", flat=True)[:BATCH]):
            removed += forget_questions(ids)
            progress(removed)
        return removed


def _over(workspace: Workspace, before: datetime) -> QuerySet[PendingConsent]:
    held = LegalHold.objects.filter(workspace=workspace, released_at=None).values("customer")
    rows = PendingConsent.objects.filter(workspace=workspace, expires_at__lt=before)
    return rows.exclude(customer__in=held)


def _old(workspace: Workspace, before: datetime) -> QuerySet[Message]:
    held = LegalHold.objects.filter(workspace=workspace, released_at=None).values("customer")
    rows = Message.objects.filter(workspace=workspace, planned_at__lt=before, state__in=OVER)
    return rows.exclude(address="").exclude(customer__in=held)
