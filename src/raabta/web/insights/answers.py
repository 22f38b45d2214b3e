"""Answers of analyses: beside the form while somebody edits, on a saved one's page, as a file."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raabta.audiences.question import Question
from raabta.insights.queries import saved_analyses
from raabta.warehouse.engine import QueryStopped, QueryTooSlow, WarehouseBusy
from raabta.web.http import HttpRequest, page, render
from raabta.web.insights.csv_file import csv_file
from raabta.web.insights.drawing import funnel, paths, retention, trend
from raabta.web.insights.form import Edited, kind_or_404, opened, posted

DRAWN: dict[str, Callable[[Any, Any, Question], dict[str, Any]]] = {
    "funnel": funnel.drawn,
    "retention": retention.drawn,
    "trend": trend.drawn,
    "paths": paths.drawn,
}


@page("insights.view", methods="POST")
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """What the form asks, not kept."""
    edited = posted(kind_or_404(kind), request.POST)
    found = answered(request, edited)
    if found.get("is_stopped"):
        return HttpResponse(status=204)  # a newer question is on its way
    return render(request, "insights/answers/show.html", found)


@page("insights.export")
def export(request: HttpRequest, analysis_id: int) -> HttpResponse:
    saved = get_object_or_404(saved_analyses(request.workspace, request.user.pk), pk=analysis_id)
    analysis = opened(kind_or_404(saved.kind), saved.settings).analysis
    if analysis is None:
        raise Http404
    answer = analysis.answer(Question(request.workspace))
    return csv_file(f"{slugify(saved.name) or 'analysis'}.csv", analysis.rows(answer))


def answered(request: HttpRequest, edited: Edited) -> dict[str, Any]:
    """The answer for its template, or the problem that stands in its place."""
    analysis = edited.analysis
    if analysis is None:
        return {"problems": list(dict.fromkeys(edited.problems.values()))}
    asked = Question(request.workspace)
    try:
        answer = analysis.answer(asked, asker=f"analysis-{request.user.pk}")
    except (QueryTooSlow, WarehouseBusy):
        slow = _("This takes too long right now. Choose fewer days, or try again.")
        return {"problems": [slow]}
    except QueryStopped:
        return {"is_stopped": True, "problems": []}
    return {
        "analysis": analysis,
        "answer": answer,
        "template": f"insights/answers/{analysis.key}.html",
        "asks": analysis.sentence(asked),
        **DRAWN[analysis.key](analysis, answer, asked),
    }
