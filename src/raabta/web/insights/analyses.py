"""Saved analyses: the list, the form beside the answer, one analysis."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import ValidationError

from raabta.audiences.question import Question
from raabta.insights import services
from raabta.insights.analysis import Analysis, analyses, in_order
from raabta.insights.models import SavedAnalysis
from raabta.insights.queries import saved_analyses
from raabta.insights.queries.names import SeenNames, seen_names
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.insights.answers import answered
from raabta.web.insights.form import Edited, drawn, kind_or_404, opened, posted
from raabta.web.paging import after_and_before

EDITOR = "insights/analyses/edit.html"


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    is_shared = forms.BooleanField(
        label=pgettext_lazy("analysis", "Everybody in the workspace sees it"),
        required=False,
        initial=True,
    )


@page("insights.view")
def index(request: HttpRequest) -> HttpResponse:
    search, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    found = saved_analyses(request.workspace, request.user.pk, search=search, kind=kind)
    shown, previous, following = after_and_before(request, found, size=24)
    asked = Question(request.workspace)
    context = {
        "cards": [(one, kind_of(one), sentence_of(one, asked)) for one in shown],
        "kinds": in_order(),
        "kind": kind,
        "total": found.count(),
        "previous": previous,
        "following": following,
        "is_filtered": bool(search or kind),
        "may_edit": request.may("insights.edit"),
    }
    return render(request, "insights/analyses/index.html", context, part="cards")


@page("insights.view")
def show(request: HttpRequest, analysis_id: int) -> HttpResponse:
    saved = found_or_404(request, analysis_id)
    edited = opened(kind_or_404(saved.kind), saved.settings)
    context = {
        "saved": saved,
        "kind": edited.kind,
        "sentence": sentence_of(saved, Question(request.workspace)),
        "may_edit": request.may("insights.edit"),
        "may_export": request.may("insights.export"),
        **answered(request, edited),
    }
    return render(request, "insights/analyses/show.html", context)


@page("insights.view", methods="GET POST")
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Everybody may ask; saving needs the permission."""
    member = kind_or_404(kind)
    if request.method == "GET":
        return _editor(request, opened(member), NameForm(), None)
    return _kept(request, posted(member, request.POST), None)


@page("insights.edit", methods="GET POST")
def edit(request: HttpRequest, analysis_id: int) -> HttpResponse:
    saved = found_or_404(request, analysis_id)
    member = kind_or_404(saved.kind)
    if request.method == "GET":
        values = {"name": saved.name, "is_shared": saved.is_shared}
        return _editor(request, opened(member, saved.settings), NameForm(initial=values), saved)
    return _kept(request, posted(member, request.POST), saved)


@page("insights.edit", methods="POST")
def delete(request: HttpRequest, analysis_id: int) -> HttpResponse:
    saved = found_or_404(request, analysis_id)
    services.delete_analysis(workspace=request.workspace, actor=request.actor, saved=saved)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": saved.name})
    return redirect(request, reverse("web:analyses:index"))


def found_or_404(request: HttpRequest, analysis_id: int) -> SavedAnalysis:
    return get_object_or_404(saved_analyses(request.workspace, request.user.pk), pk=analysis_id)


def kind_of(saved: SavedAnalysis) -> type[Analysis] | None:
    is_known = saved.kind in analyses
    return analyses[saved.kind] if is_known else None


def sentence_of(saved: SavedAnalysis, asked: Question) -> str:
    """What is asked in words, or that it cannot be asked any more."""
    kind = kind_of(saved)
    try:
        if kind is not None:
            return kind.model_validate(saved.settings).sentence(asked)
    except ValidationError:
        pass
    return _("Its settings cannot be read any more.")


def _kept(request: HttpRequest, edited: Edited, saved: SavedAnalysis | None) -> HttpResponse:
    """Save what was posted, or draw it again with what is wrong."""
    if request.POST.get("do"):
        return _editor(request, edited, NameForm(initial=request.POST.dict()), saved)
    if not request.may("insights.edit"):
        raise PermissionDenied("insights.edit")
    form = NameForm(request.POST)
    if not form.is_valid() or edited.analysis is None:
        return _editor(request, edited, form, saved, status=422)
    kept: dict[str, Any] = {
        "workspace": request.workspace,
        "actor": request.actor,
        "analysis": edited.analysis,
        **form.cleaned_data,
    }
    try:
        made = (
            services.edit_analysis(saved=saved, **kept) if saved else services.save_analysis(**kept)
        )
    except services.NotYourAnalysis:
        form.add_error("is_shared", _("Only its owner can hide it from the others."))
        return _editor(request, edited, form, saved, status=422)
    return redirect(request, reverse("web:analyses:show", args=[made.pk]))


def _editor(
    request: HttpRequest,
    edited: Edited,
    form: NameForm,
    saved: SavedAnalysis | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        **drawn(edited, Question(request.workspace)),
        "form": form,
        "saved": saved,
        "names": _names(request),
        "may_edit": request.may("insights.edit"),
    }
    return render(request, EDITOR, context, part="settings" if status == 200 else "", status=status)


def _names(request: HttpRequest) -> SeenNames:
    try:
        return seen_names(request.workspace)
    except (QueryStopped, WarehouseBusy):
        return SeenNames([], [])
