"""Kinds of object: the list, a kind's set-up page, and changing it."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.models import AttributeDefinition
from raabta.objects.models import ObjectKind, ObjectRecord
from raabta.objects.queries import kinds, roles_of
from raabta.objects.services.household import KEY as HOUSEHOLD
from raabta.objects.services.household import make_household
from raabta.objects.services.kinds import (
    ObjectKeyTaken,
    TooManyKinds,
    add_role,
    archive_kind,
    edit_kind,
    make_kind,
)
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.objects.forms import KindForm, RoleForm
from raabta.web.objects.rendering import kind_of, render

TEMPLATES = "objects/kinds/"
REFUSALS = (ObjectKeyTaken, TooManyKinds)


@page("objects.view")
def index(request: HttpRequest) -> HttpResponse:
    every = ObjectKind.objects.filter(workspace=request.workspace)
    counted = ObjectRecord.objects.filter(deleted_at=None).values_list("kind")
    counts = dict(counted.annotate(count=Count("pk")).order_by())
    context = {
        "kinds": [(kind, counts.get(kind.pk, 0)) for kind in kinds(request.workspace)],
        "archived": every.exclude(archived_at=None).order_by("pk"),
        "has_household": every.filter(key=HOUSEHOLD).exists(),
    }
    return render(request, TEMPLATES + "index.html", context)


@page("objects.kinds")
def show(request: HttpRequest, kind_id: int) -> HttpResponse:
    return shown(request, kind_of(request, kind_id), RoleForm(workspace=request.workspace))


@page("objects.kinds", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = KindForm(request.POST or None, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_kind(
                workspace=request.workspace, actor=request.actor, values=form.cleaned_data
            )
            return redirect(request, reverse("web:objects:setup", args=[made.pk]))
        except REFUSALS as error:
            form.add_error(None, str(error))
    return form_page(request, form)


@page("objects.kinds", methods="GET POST")
def edit(request: HttpRequest, kind_id: int) -> HttpResponse:
    kind = kind_of(request, kind_id)
    form = KindForm(request.POST or None, workspace=request.workspace, kind=kind)
    if request.method == "POST" and form.is_valid():
        edit_kind(
            workspace=request.workspace,
            actor=request.actor,
            kind_id=kind.pk,
            values=form.cleaned_data,
        )
        messages.success(request, _("Saved."))
        return redirect(request, reverse("web:objects:setup", args=[kind.pk]))
    return form_page(request, form, kind)


@page("objects.kinds", methods="POST")
def household(request: HttpRequest) -> HttpResponse:
    try:
        made = make_household(workspace=request.workspace, actor=request.actor)
    except REFUSALS as error:
        messages.error(request, str(error))
        return redirect(request, reverse("web:objects:kinds"))
    return redirect(request, reverse("web:objects:setup", args=[made.pk]))


@page("objects.kinds", methods="POST")
def archive(request: HttpRequest, kind_id: int) -> HttpResponse:
    kind = get_object_or_404(ObjectKind, pk=kind_id)
    try:
        archive_kind(
            workspace=request.workspace,
            actor=request.actor,
            kind_id=kind.pk,
            is_archived=request.POST.get("archived") == "1",
        )
    except TooManyKinds as error:
        messages.error(request, str(error))
    return redirect(request, reverse("web:objects:kinds"))


@page("objects.kinds", methods="POST")
def role(request: HttpRequest, kind_id: int) -> HttpResponse:
    kind = kind_of(request, kind_id)
    form = RoleForm(request.POST, workspace=request.workspace)
    if form.is_valid():
        try:
            add_role(workspace=request.workspace, kind=kind, values=form.cleaned_data)
            return redirect(request, reverse("web:objects:setup", args=[kind.pk]))
        except REFUSALS as error:
            form.add_error(None, str(error))
    return shown(request, kind, form)


def shown(request: HttpRequest, kind: ObjectKind, form: RoleForm) -> HttpResponse:
    fields = AttributeDefinition.objects.filter(subject=kind.subject).order_by("position", "pk")
    context = {
        "kind": kind,
        "fields": fields.filter(archived_at=None),
        "retired": fields.exclude(archived_at=None),
        "roles": roles_of(kind).select_related("target_kind"),
        "form": form,
    }
    return render(request, TEMPLATES + "show.html", context, status=422 if form.errors else 200)


def form_page(request: HttpRequest, form: KindForm, kind: ObjectKind | None = None) -> HttpResponse:
    context = {"form": form, "kind": kind}
    return render(request, TEMPLATES + "form.html", context, status=422 if form.errors else 200)
