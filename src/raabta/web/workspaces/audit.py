"""The audit trail."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from raabta.web.http import HttpRequest, page, render
from raabta.web.paging import after_and_before
from raabta.web.workspaces.audit_words import detail_words
from raabta.web.workspaces.forms import AuditFilter
from raabta.workspaces.models import AuditEntry
from raabta.workspaces.queries import audit_trail
from raabta.workspaces.scoped import working_in
from raabta.workspaces.verbs import words_for

COLUMNS = ("at", "actor", "via", "verb", "target_kind", "target_id", "target", "detail")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@page("workspace.audit")
def index(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.GET)
    found = audit_trail(request.workspace, **form.wanted())
    entries, previous, following = after_and_before(request, found)
    context = {
        "rows": [(entry, words_for(entry.verb), detail_words(entry.detail)) for entry in entries],
        "previous": previous,
        "next": following,
        "verbs": form.verbs(),
        "is_filtered": any(form.wanted().values()),
    }
    return render(request, "workspaces/audit/index.html", context, part="rows")


@page("workspace.audit")
def export(request: HttpRequest) -> HttpResponse:
    found = audit_trail(request.workspace, **AuditFilter(request.GET).wanted())
    response: HttpResponseBase = StreamingHttpResponse(
        lines(request, found), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return response  # type: ignore[return-value]


class Echo:
    """The csv module writes to it and gets the line back."""

    def write(self, line: str) -> str:
        return line


def lines(request: HttpRequest, found: Any) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    with working_in(request.workspace):
        batch = list(found[:1000])
    while batch:
        for entry in batch:
            yield writer.writerow([plain(value) for value in values(entry)])
        with working_in(request.workspace):
            batch = list(found.filter(pk__lt=batch[-1].pk)[:1000])


def values(entry: AuditEntry) -> tuple[Any, ...]:
    return (
        entry.at.isoformat(),
        entry.actor_label,
        entry.actor_via,
        entry.verb,
        entry.target_kind,
        entry.target_id,
        entry.target_label,
        entry.detail or "",
    )


def plain(value: Any) -> str:
    """A spreadsheet must not take a name for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
