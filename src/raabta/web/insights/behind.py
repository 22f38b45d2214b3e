"""The people behind a number of an analysis, and the audience that is made of them."""

import json
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from raabta.audiences.queries import preview
from raabta.audiences.question import Question
from raabta.audiences.rules import Group, Match
from raabta.insights.analysis import Analysis, Part, part_of, written
from raabta.insights.conditions.in_analysis import InAnalysis
from raabta.insights.services import audience_of_part
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.insights.form import kind_or_404

LONGEST_NAME = 100


@page("insights.view")
def show(request: HttpRequest, kind: str) -> HttpResponse:
    """How many they are, some of them, and a button that makes them an audience."""
    if not request.may("customers.view"):
        raise PermissionDenied("customers.view")
    analysis, part = asked_for(kind, request.GET.get("settings", ""), request.GET.get("part", ""))
    rule = Group(Match.ALL, (InAnalysis.of(analysis, part),))
    asked = Question(request.workspace)
    context = {
        "kind": analysis,
        "settings": request.GET.get("settings", ""),
        "part": request.GET.get("part", ""),
        "words": analysis.part_words(part, asked),
        "may_edit": request.may("audiences.edit"),
        "name": name_of(analysis, part, asked),
    }
    try:
        context["preview"] = preview(
            request.workspace, rule, asker=f"analysis-people-{request.user.pk}"
        )
    except (QueryStopped, WarehouseBusy):
        context["problem"] = _(
            "Counting takes too long right now. Nothing is lost; please try again."
        )
    return render(request, "insights/analyses/people.html", context)


@page("audiences.edit", methods="POST")
def create(request: HttpRequest, kind: str) -> HttpResponse:
    analysis, part = asked_for(kind, request.POST.get("settings", ""), request.POST.get("part", ""))
    made = audience_of_part(
        workspace=request.workspace,
        actor=request.actor,
        name=request.POST.get("name", "").strip()
        or name_of(analysis, part, Question(request.workspace)),
        analysis=analysis,
        part=part,
    )
    return redirect(request, reverse("web:audiences:show", args=[made.pk]))


def asked_for(kind: str, settings: str, part: str) -> tuple[Analysis, Part]:
    """Raises BadRequest for what no page of ours links to."""
    member = kind_or_404(kind)
    try:
        analysis = member.model_validate(json.loads(settings))
        return analysis, part_of(analysis, part)
    except (ValueError, ValidationError, RecursionError) as error:
        raise BadRequest from error


def people_url(analysis: Analysis, part: Part) -> str:
    """The page of the people behind a number."""
    settings = json.dumps(analysis.to_json(), separators=(",", ":"), ensure_ascii=False)
    query = urlencode({"settings": settings, "part": written(part)})
    return f"{reverse('web:analyses:people', args=[analysis.key])}?{query}"


def name_of(analysis: Analysis, part: Part, asked: Question) -> str:
    """What an audience of the part is called at first."""
    words = analysis.part_words(part, asked)
    return f"{analysis.label}: {words}"[:LONGEST_NAME]
