"""Questions about forms and what was submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django_scopes import scopes_disabled

from raabta.forms.models import Form, FormFile, FormSubmission
from raabta.kernel import clock
from raabta.workspaces.models import Workspace

HOUR = timedelta(hours=1)
HELD = FormSubmission.State.HELD


@dataclass(frozen=True)
class Counts:
    seen: int = 0
    started: int = 0
    submitted: int = 0
    held: int = 0

    @property
    def rate(self) -> float | None:
        """The share of those who saw the form; whoever posts without the page is not counted as seen."""
        return min(1.0, self.submitted / self.seen) if self.seen else None

    @property
    def completion(self) -> float | None:
        """The share of those who began; whoever has no JavaScript is not counted as beginning."""
        return min(1.0, self.submitted / self.started) if self.started else None


def forms(workspace: Workspace) -> QuerySet[Form]:
    live = Form.objects.filter(workspace=workspace, deleted_at=None)
    return live.select_related("workspace").order_by("-pk")


def form_by_public_id(public_id: str) -> Form | None:
    """A published form of any workspace: its address is the key."""
    with scopes_disabled():
        return (
            Form.objects.filter(public_id=public_id, state=Form.State.PUBLISHED, deleted_at=None)
            .select_related("workspace")
            .first()
        )


def counts_of(workspace: Workspace, rows: Sequence[Form]) -> dict[int, Counts]:
    live = submissions(workspace).filter(form__in=[row.pk for row in rows]).order_by()
    kept = Q(state__in=[FormSubmission.State.RECEIVED, FormSubmission.State.ACCEPTED])
    grouped = live.values("form").annotate(
        submitted=Count("pk", filter=kept), held=Count("pk", filter=Q(state=HELD))
    )
    found = {row["form"]: (row["submitted"], row["held"]) for row in grouped}
    return {row.pk: Counts(row.seen, row.started, *found.get(row.pk, (0, 0))) for row in rows}


def submissions(workspace: Workspace) -> QuerySet[FormSubmission]:
    live = FormSubmission.objects.filter(workspace=workspace, deleted_at=None)
    return live.select_related("form", "customer").order_by("-pk")


def files(workspace: Workspace) -> QuerySet[FormFile]:
    """Of submissions that are not deleted."""
    rows = FormFile.objects.filter(workspace=workspace, submission__deleted_at=None)
    return rows.order_by("pk")


def submission_by_key(form: Form, key: str) -> FormSubmission | None:
    return FormSubmission.objects.filter(form=form, key=key).first()


def sent_within_hour(workspace: Workspace, ip: str) -> int:
    """Submissions of any form from one address."""
    since = clock.now() - HOUR
    rows = FormSubmission.objects.filter(workspace=workspace, ip=ip, received_at__gte=since)
    return rows.count()
