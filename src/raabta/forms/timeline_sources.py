from datetime import datetime
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.timeline import Entry, TimelineSource
from raabta.forms.models import FormSubmission
from raabta.workspaces.models import Workspace


class Submissions(TimelineSource):
    """Forms that the person filled in."""

    key: ClassVar = "form_submissions"
    label: ClassVar = gettext_lazy("Forms")
    icon: ClassVar = "clipboard-list"
    permission: ClassVar = "forms.submissions"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        rows = FormSubmission.objects.filter(
            workspace=workspace, customer=customer_id, deleted_at=None
        )
        if before:
            rows = rows.filter(received_at__lt=before)
        return [
            Entry(
                at=row.received_at,
                id=f"f{row.pk}",
                title=_("Filled in “%(form)s”") % {"form": row.form.name},
                icon="clipboard-list",
                url=reverse("web:submissions:show", args=[row.pk]),
            )
            for row in rows.select_related("form").order_by("-received_at")[:limit]
        ]
