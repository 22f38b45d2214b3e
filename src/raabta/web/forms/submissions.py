"""What visitors submitted: the list, one submission, and what is done about held ones."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.forms import queries
from raabta.forms.models import FormSubmission
from raabta.forms.services import reviewing
from raabta.web.customers.table_response import table_response
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.paging import after_and_before, number

TONES = {
    FormSubmission.State.RECEIVED: "info",
    FormSubmission.State.ACCEPTED: "success",
    FormSubmission.State.HELD: "warning",
    FormSubmission.State.DISCARDED: "neutral",
}
UNDECIDED = {FormSubmission.State.HELD, FormSubmission.State.DISCARDED}


def find(request: HttpRequest, submission_id: int) -> FormSubmission:
    return get_object_or_404(queries.submissions(request.workspace), pk=submission_id)


def matching(request: HttpRequest) -> QuerySet[FormSubmission]:
    rows = queries.submissions(request.workspace)
    if (form_id := number(request, "form")) is not None:
        rows = rows.filter(form=form_id)
    if (state := request.GET.get("state")) in FormSubmission.State.values:
        rows = rows.filter(state=state)
    return rows


@page("forms.submissions")
def index(request: HttpRequest) -> HttpResponse:
    found = matching(request)
    rows, previous, following = after_and_before(request, found)
    context = {
        "rows": [(row, TONES[FormSubmission.State(row.state)]) for row in rows],
        "total": found.count(),
        "previous": previous,
        "next": following,
        "states": FormSubmission.State.choices,
        "forms": [(str(row.pk), row.name) for row in queries.forms(request.workspace)],
        "is_narrowed": bool(request.GET.get("form") or request.GET.get("state")),
    }
    return render(request, "forms/submissions/index.html", context, part="rows")


@page("forms.submissions")
def show(request: HttpRequest, submission_id: int) -> HttpResponse:
    row = find(request, submission_id)
    labels = {item.id: item.say("label", [row.language]) or item.id for item in row.form.items}
    context = {
        "files": queries.files(request.workspace).filter(submission=row),
        "row": row,
        "tone": TONES[FormSubmission.State(row.state)],
        "answers": [(labels.get(key, key), _shown(value)) for key, value in row.answers.items()],
        "is_undecided": row.state in UNDECIDED,
        "is_held": row.state == FormSubmission.State.HELD,
    }
    return render(request, "forms/submissions/show.html", context)


@page("forms.submissions", methods="POST")
def accept(request: HttpRequest, submission_id: int) -> HttpResponse:
    row = find(request, submission_id)
    if reviewing.accept_submission(
        workspace=request.workspace, actor=request.actor, submission_id=row.pk
    ):
        messages.success(request, _("Accepted. The customer appears in a moment."))
    return redirect(request, reverse("web:submissions:show", args=[row.pk]))


@page("forms.submissions", methods="POST")
def discard(request: HttpRequest, submission_id: int) -> HttpResponse:
    row = find(request, submission_id)
    if reviewing.discard_submission(
        workspace=request.workspace, actor=request.actor, submission_id=row.pk
    ):
        messages.success(request, _("Thrown away. You can still accept it from here."))
    return redirect(request, reverse("web:submissions:show", args=[row.pk]))


@page("forms.submissions", methods="POST")
def delete(request: HttpRequest, submission_id: int) -> HttpResponse:
    row = find(request, submission_id)
    reviewing.delete_submissions(
        workspace=request.workspace, actor=request.actor, submission_ids=[row.pk]
    )
    messages.success(request, _("The submission is deleted. You find it under Undo."))
    return redirect(request, reverse("web:submissions:index"))


@page("forms.submissions")
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The chosen rows; every field that was ever answered has a column."""
    found = matching(request)
    keys = list(
        dict.fromkeys(key for row in found.values_list("answers", flat=True) for key in row)
    )
    headings = [_("Received"), _("Form"), _("State"), _("Customer id"), *keys]
    return table_response(
        request, _("Submissions"), kind, headings=headings, rows=_rows(found, keys)
    )


def _rows(found: QuerySet[FormSubmission], keys: list[str]) -> Iterator[list[Any]]:
    for row in found.iterator(chunk_size=1_000):
        answers = [_shown(row.answers.get(key)) for key in keys]
        state = row.get_state_display()
        yield [row.received_at, row.form.name, str(state), row.customer_id, *answers]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
