"""Who the buyers are, by stage and by RFM, and the settings that this goes by."""

import json
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.commerce.lifecycle import MEANINGS, STAGES
from raabta.commerce.models import BuyerRules
from raabta.commerce.queries.buyers import Cell, last_run, portrait, rules_of, try_limits
from raabta.commerce.rfm import SEGMENTS
from raabta.commerce.services.buyers import change_rules, compute_later
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.http import HttpRequest, page, redirect, render

PREVIEW = "commerce/buyers/preview.html"


class RulesForm(forms.Form):
    lookback_days = forms.IntegerField(
        label=gettext_lazy("Look back, in days"),
        min_value=30,
        max_value=3_650,
        help_text=gettext_lazy("RFM scores look at the orders of this time."),
    )
    at_risk_days = forms.IntegerField(
        label=gettext_lazy("At risk, days after the last order"),
        min_value=1,
        max_value=3_650,
        required=False,
        help_text=gettext_lazy("Left empty, it is twice the median time between two orders."),
    )
    lapsed_days = forms.IntegerField(
        label=gettext_lazy("Lapsed, days after the last order"),
        min_value=2,
        max_value=3_650,
        required=False,
        help_text=gettext_lazy("Left empty, it is four times the median time between two orders."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("at_risk_days"), cleaned.get("lapsed_days")
        if first and second and first >= second:
            self.add_error("lapsed_days", _("This comes after “at risk”, so it is more days."))
        return cleaned


@page("commerce.view")
def index(request: HttpRequest) -> HttpResponse:
    seen = portrait(request.workspace)
    context = {
        "run": last_run(request.workspace),
        "stages": [
            (label, MEANINGS[key], seen.stages[key], people_with("lifecycle_stage", stages=[key]))
            for key, label in STAGES.items()
        ],
        "segments": [
            (label, *seen.segments[key], people_with("rfm_segment", segments=[key]))
            for key, label in SEGMENTS.items()
        ],
        "matrix": [(row[0].recency, [_drawn(cell) for cell in row]) for row in seen.matrix],
        "columns": range(1, 6),
        "may_edit": request.may("commerce.edit"),
    }
    return render(request, "commerce/buyers/index.html", context)


def _drawn(cell: Cell) -> tuple[Cell, Any, str]:
    link = people_with(
        "rfm_scores",
        recency=cell.recency,
        recency_upto=cell.recency,
        frequency=cell.frequency,
        frequency_upto=cell.frequency,
    )
    return cell, SEGMENTS[cell.segment], link


def people_with(key: str, **params: Any) -> str:
    """The list of the people that a condition finds, from which an audience can be kept."""
    rule = json.dumps({"key": key, "params": params}, separators=(",", ":"))
    return f"{reverse('web:customers:index')}?{urlencode({'rule': rule})}"


@page("commerce.edit", methods="GET POST")
def edit(request: HttpRequest) -> HttpResponse:
    rules = rules_of(request.workspace)
    initial = {name: getattr(rules, name) for name in RulesForm.base_fields}
    form = RulesForm(request.POST or None, initial=initial)
    if not form.is_valid():
        context = {"form": form, "run": last_run(request.workspace)}
        status = 422 if form.is_bound else 200
        return render(request, "commerce/buyers/edit.html", context, status=status)
    change_rules(workspace=request.workspace, actor=request.actor, **form.cleaned_data)
    messages.success(request, _("Saved. Everybody is being computed anew."))
    return redirect(request, reverse("web:buyers:index"))


@page("commerce.edit", methods="POST")
def preview(request: HttpRequest) -> HttpResponse:
    form = RulesForm(request.POST)
    if not form.is_valid():
        return render(request, PREVIEW, {})
    try:
        rules = BuyerRules(workspace=request.workspace, **form.cleaned_data)
        limits, counts, (median, gaps) = try_limits(request.workspace, rules)
    except (QueryStopped, WarehouseBusy):
        return render(request, PREVIEW, {"is_slow": True})
    found = [(label, MEANINGS[key], counts[key]) for key, label in STAGES.items()]
    context = {"limits": limits, "stages": found, "median": median, "gaps": gaps}
    return render(request, PREVIEW, context)


@page("commerce.edit", methods="POST")
def compute(request: HttpRequest) -> HttpResponse:
    compute_later(workspace=request.workspace, actor=request.actor)
    messages.success(request, _("Everybody is being computed anew."))
    return redirect(request, reverse("web:buyers:index"))
