from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.queries.rights import held_among
from raabta.forms.models import FormSubmission
from raabta.forms.services.erasure import blank_submissions
from raabta.workspaces.models import Workspace
from raabta.workspaces.retention import Progress, Retained

PAGE = 1_000


class OldSubmissions(Retained):
    key: ClassVar = "form_submissions"
    label: ClassVar[Promise | str] = _("Answers in forms")
    text: ClassVar[Promise | str] = _(
        "The answers and where they came from. The people, their consents and the counts stay."
    )

    def count(self, workspace: Workspace, before: datetime) -> int:
        ids = list(_old(workspace, before).values_list("customer", flat=True))
        held = held_among(workspace, {pk for pk in ids if pk})
        return sum(pk not in held for pk in ids)

    def remove(self, workspace: Workspace, before: datetime, progress: Progress) -> int:
        removed, after = 0, 0
        while page := list(
            _old(workspace, before)
            .filter(pk__gt=after)
            .order_by("pk")
            .values_list("pk", "customer")[:PAGE]
        ):
            held = held_among(workspace, {customer for _pk, customer in page if customer})
            ids = [pk for pk, customer in page if customer not in held]
            removed += blank_submissions(
                rows=FormSubmission.objects.filter(workspace=workspace, pk__in=ids)
            )
            progress(removed)
            after = page[-1][0]
        return removed


def _old(workspace: Workspace, before: datetime) -> QuerySet[FormSubmission]:
    rows = FormSubmission.objects.filter(workspace=workspace, received_at__lt=before)
    return rows.exclude(answers={}, ip=None)
