"""What this context keeps for a while only."""

from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.workspaces.models import AuditEntry, Workspace
from raabta.workspaces.retention import Progress, Retained
from raabta.workspaces.services.audit import forget_audit

BATCH = 2_000


class AuditTrail(Retained):
    key: ClassVar = "audit"
    label: ClassVar[Promise | str] = _("Audit trail")
    text: ClassVar[Promise | str] = _("Who did what and when. Laws often ask for several years.")
    least_days: ClassVar = 180

    def count(self, workspace: Workspace, before: datetime) -> int:
        return AuditEntry.objects.filter(workspace=workspace, at__lt=before).count()

    def remove(self, workspace: Workspace, before: datetime, progress: Progress) -> int:
        removed = 0
        while True:
            old = AuditEntry.objects.filter(workspace=workspace, at__lt=before).order_by("pk")
            ids = list(old.values_list("pk", flat=True)[:BATCH])
            if not ids:
                return removed
            removed += forget_audit(workspace=workspace, entry_ids=ids)
            progress(removed)
