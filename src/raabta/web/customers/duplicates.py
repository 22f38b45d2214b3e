"""Duplicates: the queue of people who may be held twice, and the answer to each pair."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.models import CandidatePair, MatchingRun
from raabta.customers.queries.matching import (
    bulk_pairs,
    latest_run,
    matching_settings,
    open_pairs,
)
from raabta.customers.services.matching import accepting, deciding
from raabta.web.customers.duplicate_words import shown_pairs
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

TEMPLATE = "customers/duplicates/index.html"
AT_ONCE = 20


@page("customers.view")
def index(request: HttpRequest) -> HttpResponse:
    workspace = request.workspace
    pairs = open_pairs(workspace)
    run = latest_run(workspace)
    context: dict[str, Any] = {
        "rows": shown_pairs(workspace, list(pairs[:AT_ONCE])),
        "total": pairs.count(),
        "run": run,
        "is_running": bool(run and run.state == MatchingRun.State.RUNNING),
        "bulk": bulk_pairs(workspace).count(),
        "settings": matching_settings(workspace),
    }
    return render(request, TEMPLATE, context)


@page("customers.merge", methods="POST")
def accept(request: HttpRequest, pair_id: int) -> HttpResponse:
    """They are one person: merge them. `survivor` is whose page stays."""
    pair = find(request, pair_id)
    try:
        accepting.accept_pair(
            workspace=request.workspace,
            actor=request.actor,
            pair_id=pair.pk,
            survivor_id=survivor_of(request, pair),
            is_warned=request.POST.get("warned") == "1",
        )
    except (deciding.Decided, accepting.NotMerged) as error:
        return answered(request, problem=str(error))
    return answered(request, done=_("They are one customer now. Undo it on the customer's page."))


@page("customers.merge", methods="POST")
def reject(request: HttpRequest, pair_id: int) -> HttpResponse:
    """They are two people, for good."""
    find(request, pair_id)
    try:
        deciding.reject_pair(workspace=request.workspace, actor=request.actor, pair_id=pair_id)
    except deciding.Decided as error:
        return answered(request, problem=str(error))
    return answered(request, done=_("They stay two customers. You are not asked again."))


@page("customers.merge", methods="POST")
def later(request: HttpRequest, pair_id: int) -> HttpResponse:
    find(request, pair_id)
    try:
        deciding.postpone_pair(workspace=request.workspace, pair_id=pair_id)
    except deciding.Decided as error:
        return answered(request, problem=str(error))
    return answered(request)


def find(request: HttpRequest, pair_id: int) -> CandidatePair:
    return get_object_or_404(CandidatePair, workspace=request.workspace, pk=pair_id)


def survivor_of(request: HttpRequest, pair: CandidatePair) -> int | None:
    """Whose page stays, when the reader chose one of the two."""
    chosen = request.POST.get("survivor", "")
    return next((pk for pk in (pair.first_id, pair.second_id) if str(pk) == chosen), None)


def answered(request: HttpRequest, *, done: str = "", problem: str = "") -> HttpResponse:
    """Back to the queue, which begins with the next pair."""
    if done:
        messages.success(request, done)
    if problem:
        messages.error(request, problem)
    return redirect(request, reverse("web:duplicates:index"))
