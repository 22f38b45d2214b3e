"""Remove what submissions tell of a person; that they came stays as a number."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from raabta.forms.models import FormSubmission
from raabta.forms.services.files import remove_files
from raabta.workspaces.models import Workspace

BLANK: dict[str, Any] = {
    "answers": {},
    "email_hash": "",
    "ip": None,
    "page_url": "",
    "referrer": "",
    "anonymous_id": "",
    "user_agent": "",
}


@transaction.atomic
def erase_person(*, workspace: Workspace, customer_id: int, email_hashes: Collection[str]) -> None:
    """Also of submissions that are held and belong to nobody yet."""
    rows = FormSubmission.objects.filter(workspace=workspace)
    blank_submissions(
        rows=rows.filter(Q(customer=customer_id) | Q(email_hash__in=list(email_hashes)))
    )


@transaction.atomic
def blank_submissions(*, rows: QuerySet[FormSubmission]) -> int:
    """A held one without answers has nothing left to decide about."""
    ids = list(rows.values_list("pk", flat=True))
    mine = FormSubmission.objects.filter(pk__in=ids)
    remove_files(submissions=mine)
    mine.filter(state=FormSubmission.State.HELD).update(state=FormSubmission.State.DISCARDED)
    return mine.update(**BLANK)
