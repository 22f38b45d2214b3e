"""Audiences: the list, the builder, one audience."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.audiences import queries, services
from raabta.audiences.models import Audience
from raabta.audiences.rules import BadRule
from raabta.web.audiences.asking import Edited, drawn, opened, posted, suggested
from raabta.web.audiences.showing import shown
from raabta.web.http import HttpRequest, page, redirect, render

BUILDER = "audiences/audiences/edit.html"


@page("audiences.view")
def index(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("archived") == "1"
    found = queries.audiences(
        request.workspace, search=request.GET.get("q", "").strip(), archived=archived
    )
    rows = [(one, queries.sentence_of(request.workspace, one)) for one in found]
    context = {"rows": rows, "archived": archived, "total": len(rows)}
    context["may_edit"] = request.may("audiences.edit")
    return render(request, "audiences/audiences/index.html", context, part="rows")


@page("audiences.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    audience = get_object_or_404(Audience, pk=pk)
    return render(request, "audiences/audiences/show.html", shown(request, audience))


@page("audiences.edit", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    edited = posted(request) if request.method == "POST" else suggested(request)
    if request.method == "GET" or not edited.is_fine or edited.rule is None:
        return _builder(request, edited, None)
    try:
        made = services.create_audience(
            workspace=request.workspace,
            actor=request.actor,
            rule=edited.rule,
            **edited.form.cleaned_data,
        )
    except services.NameTaken as error:
        edited.form.add_error("name", str(error))
        return _builder(request, edited, None)
    return redirect(request, reverse("web:audiences:show", args=[made.pk]))


@page("audiences.edit", methods="GET POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    audience = get_object_or_404(Audience, pk=pk)
    edited = posted(request) if request.method == "POST" else opened(audience)
    if request.method == "GET" or not edited.is_fine or edited.rule is None:
        return _builder(request, edited, audience)
    try:
        services.edit_audience(
            workspace=request.workspace,
            actor=request.actor,
            audience=audience,
            rule=edited.rule,
            **edited.form.cleaned_data,
        )
    except services.NameTaken as error:
        edited.form.add_error("name", str(error))
        return _builder(request, edited, audience)
    except BadRule as error:
        edited.problems = error.problems
        return _builder(request, edited, audience)
    return redirect(request, reverse("web:audiences:show", args=[pk]))


@page("audiences.edit", methods="POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    audience = get_object_or_404(Audience, pk=pk)
    try:
        services.remove_audience(
            workspace=request.workspace, actor=request.actor, audience=audience
        )
    except services.InUse as error:
        messages.error(request, str(error))
        return redirect(request, reverse("web:audiences:show", args=[pk]))
    told = _("“%(name)s” is in the archive now, and can be used again from there.")
    messages.success(request, told % {"name": audience.name})
    return redirect(request, reverse("web:audiences:index"))


def _builder(request: HttpRequest, edited: Edited, audience: Audience | None) -> HttpResponse:
    is_refused = request.method == "POST" and not request.POST.get("do")
    return render(
        request,
        BUILDER,
        drawn(request, edited, audience),
        part="" if is_refused else "builder",
        status=422 if is_refused else 200,
    )
