"""Event sources and their write keys."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.kernel import clock
from raabta.tracking import queries
from raabta.tracking.models import Source
from raabta.tracking.services import sources as services
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.tracking.forms import NewSourceForm, SourceForm
from raabta.web.tracking.outcomes import shown

WEEK = timedelta(days=7)


def find(request: HttpRequest, source_id: int) -> Source:
    return get_object_or_404(queries.sources(request.workspace), pk=source_id)


@page("tracking.view")
def index(request: HttpRequest) -> HttpResponse:
    counts = queries.counts_since(request.workspace, (clock.now() - WEEK).date())
    rows = [(one, shown(counts.get(one.pk, {}))) for one in queries.sources(request.workspace)]
    context = {"rows": rows, "may_edit": request.may("tracking.sources")}
    return render(request, "tracking/sources/index.html", context)


@page("tracking.sources", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = NewSourceForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.create_source(
                workspace=request.workspace, actor=request.actor, **form.cleaned_data
            )
        except services.TooManySources as error:
            form.add_error(None, str(error))
        else:
            return redirect(request, reverse("web:sources:show", args=[made.pk]))
    status = 422 if form.is_bound else 200
    return render(request, "tracking/sources/new.html", {"form": form}, status=status)


@page("tracking.view")
def show(request: HttpRequest, source_id: int) -> HttpResponse:
    source = find(request, source_id)
    counts = queries.counts_since(request.workspace, (clock.now() - WEEK).date())
    context = {
        "source": source,
        "counts": shown(counts.get(source.pk, {})),
        "host": settings.BASE_URL,
        "may_edit": request.may("tracking.sources"),
    }
    return render(request, "tracking/sources/show.html", context)


@page("tracking.sources", methods="GET POST")
def edit(request: HttpRequest, source_id: int) -> HttpResponse:
    source = find(request, source_id)
    form = SourceForm.of(source, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "source": source}
        status = 422 if form.is_bound else 200
        return render(request, "tracking/sources/edit.html", context, status=status)
    services.edit_source(
        workspace=request.workspace, actor=request.actor, source_id=source.pk, **form.cleaned_data
    )
    messages.success(request, _("Saved."))
    return redirect(request, reverse("web:sources:show", args=[source.pk]))


@page("tracking.sources", methods="POST")
def rotate(request: HttpRequest, source_id: int) -> HttpResponse:
    source = find(request, source_id)
    services.rotate_key(workspace=request.workspace, actor=request.actor, source_id=source.pk)
    messages.success(request, _("The source has a new key; the old one sends nothing more."))
    return redirect(request, reverse("web:sources:show", args=[source.pk]))


@page("tracking.sources", methods="POST")
def switch(request: HttpRequest, source_id: int) -> HttpResponse:
    """Pause it, or let it go on."""
    source = find(request, source_id)
    services.switch_source(
        workspace=request.workspace,
        actor=request.actor,
        source_id=source.pk,
        is_on=not source.is_on,
    )
    words = _("The source is paused.") if source.is_on else _("The source takes events again.")
    messages.success(request, words)
    return redirect(request, reverse("web:sources:show", args=[source.pk]))


@page("tracking.sources", methods="POST")
def delete(request: HttpRequest, source_id: int) -> HttpResponse:
    source = find(request, source_id)
    services.delete_source(workspace=request.workspace, actor=request.actor, source_id=source.pk)
    messages.success(request, _("The source is deleted. You find it under Undo."))
    return redirect(request, reverse("web:sources:index"))
