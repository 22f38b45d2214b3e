"""The catalogue of events: which there are, what they carry, which are wanted."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from raabta.kernel import clock
from raabta.tracking import queries
from raabta.tracking.models import CatalogueEvent
from raabta.tracking.services.planning import decide_event, describe_event
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.paging import whole
from raabta.web.tracking.forms import EventForm

SIZE = 50
DAYS = 30
State = CatalogueEvent.State
TYPES: dict[str, Promise] = {
    "text": pgettext_lazy("type", "text"),
    "number": pgettext_lazy("type", "number"),
    "boolean": pgettext_lazy("type", "yes or no"),
    "list": pgettext_lazy("type", "list"),
    "object": pgettext_lazy("type", "object"),
    "null": pgettext_lazy("type", "nothing"),
}


def find(request: HttpRequest, event_id: int) -> CatalogueEvent:
    return get_object_or_404(queries.catalogue(request.workspace), pk=event_id)


@page("tracking.view")
def index(request: HttpRequest) -> HttpResponse:
    search, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = queries.catalogue(request.workspace, search=search, state=state)
    total, start = found.count(), whole(request.GET.get("from", "")) or 0
    context = {
        "events": found[start : start + SIZE],
        "total": total,
        "following": start + SIZE if start + SIZE < total else None,
        "states": State.choices,
        "is_filtered": bool(search or state),
    }
    return render(request, "tracking/catalogue/index.html", context, part="rows")


@page("tracking.view")
def show(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    event = find(request, catalogue_id)
    context = {
        "event": event,
        "properties": properties(event),
        "chart": volume(event),
        "held": queries.held_of(request.workspace, event.pk),
        "may_edit": request.may("tracking.plan"),
    }
    return render(request, "tracking/catalogue/show.html", context)


@page("tracking.plan", methods="GET POST")
def edit(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    event = find(request, catalogue_id)
    initial = {"owner": event.owner, "description": event.description}
    form = EventForm(request.POST or None, initial=initial)
    if not form.is_valid():
        context = {"form": form, "event": event}
        status = 422 if form.is_bound else 200
        return render(request, "tracking/catalogue/edit.html", context, status=status)
    describe_event(workspace=request.workspace, event_id=event.pk, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(request, reverse("web:catalogue:show", args=[event.pk]))


@page("tracking.plan", methods="POST")
def decide(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    """Plan it, block it, or take it out of the plan."""
    event, state = find(request, catalogue_id), request.POST.get("state", "")
    if state in State.values:
        decide_event(
            workspace=request.workspace, actor=request.actor, event_id=event.pk, state=state
        )
        messages.success(request, _("Saved."))
    return redirect(request, reverse("web:catalogue:show", args=[event.pk]))


def properties(event: CatalogueEvent) -> list[dict[str, Any]]:
    """By name, in words."""
    return [
        {
            **told,
            "name": name,
            "types": [str(TYPES.get(kind, kind)) for kind in told["types"]],
            "last_seen": datetime.fromisoformat(told["last_seen"]).replace(tzinfo=UTC),
        }
        for name, told in sorted(event.properties.items())
    ]


def volume(event: CatalogueEvent) -> dict[str, Any]:
    """A bar for each of the last days."""
    today = clock.now().date()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    return {
        "kind": "bar",
        "axis": _("Day"),
        "labels": [_label(day) for day in days],
        "series": [
            {"name": _("Events"), "data": [event.by_day.get(d.isoformat(), 0) for d in days]}
        ],
    }


def _label(day: date) -> str:
    return str(formats.date_format(day, "MONTH_DAY_FORMAT"))
